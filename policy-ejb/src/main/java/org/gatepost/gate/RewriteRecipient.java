package org.gatepost.gate;

import java.time.InstantSource;
import java.util.Optional;

import org.gatepost.rewrite.Rewriting;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.srs.Reversed;
import org.gatepost.srs.Srs;
import org.gatepost.stage.Match;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/**
 * RCPT: what the recipient becomes before anybody is asked about it. An address we made when we sent mail on becomes the sender it stands for; then the policy's rewrite rules say what becomes
 * of it and which channel takes it, and what they take not is refused with their words.
 */
final class RewriteRecipient implements Stage<RcptRequest> {

    private final AddressRewriter rewriter;
    private final Optional<Srs> srs;
    private final InstantSource clock;

    /** @param srs what tells for whom addresses of ours stand that we made when we sent mail on */
    RewriteRecipient(AddressRewriter rewriter, Optional<Srs> srs, InstantSource clock) {
        this.rewriter = rewriter;
        this.srs = srs;
        this.clock = clock;
    }

    @Override
    public StageResult decide(RcptRequest request, SessionFacts facts) {
        PolicySnapshot policy = facts.require(GateFacts.POLICY);
        if (policy.rewriting().isEmpty() && srs.isEmpty()) {
            return new StageResult.Next(facts);
        }
        if (request.forwardPath().isBarePostmaster()) {
            return new StageResult.Next(facts.with(RewrittenRecipient.FACT, RewrittenRecipient.asPresented(request)));
        }
        Mailbox presented = request.forwardPath().mailbox();
        return switch (srs.map(keys -> keys.reverse(presented, clock.instant())).orElseGet(Reversed.NotRewritten::new)) {
            case Reversed.NotRewritten none -> rewritten(presented, false, policy, facts);
            case Reversed.Sender(Mailbox sender) -> rewritten(sender, true, policy, facts);
            case Reversed.Refused(String why) -> new StageResult.Refuse(Replies.NO_SUCH_USER, "an address of forwarded mail: " + why);
        };
    }

    private StageResult rewritten(Mailbox address, boolean signed, PolicySnapshot policy, SessionFacts facts) {
        if (policy.rewriting().isEmpty()) {
            return signed ? signed(address, facts) : new StageResult.Next(facts.with(RewrittenRecipient.FACT, new RewrittenRecipient(new ForwardPath(address), Optional.empty(), false)));
        }
        return switch (rewriter.recipient(address, policy, Optional.of(facts.require(GateFacts.SOURCE_CHANNEL).name()))) {
            case Rewriting.Refused refused -> new StageResult.Refuse(Replies.notRewritten(refused.text()), "rewrite rules: " + refused.text());
            case Rewriting.Unavailable unavailable -> new StageResult.Refuse(Replies.CANNOT_DECIDE, "rewrite rules: " + unavailable.why());
            case Rewriting.Routed routed -> {
                Optional<Mailbox> mailbox = AddressRewriter.mailbox(routed.address());
                yield mailbox.<StageResult>map(to -> new StageResult.Next(facts.with(RewrittenRecipient.FACT, new RewrittenRecipient(new ForwardPath(to),
                        Optional.of(routed.channel()).filter(channel -> !channel.equals(AddressRewriter.DIRECTORY)), signed))))
                        .orElseGet(() -> new StageResult.Refuse(Replies.CANNOT_DECIDE, "rewrite rules make " + routed.address() + " of it, which is no address"));
            }
        };
    }

    /** A sender is one of ours, or goes where everybody goes. */
    private StageResult signed(Mailbox sender, SessionFacts facts) {
        return switch (rewriter.isLocal(sender.domain())) {
            case Match.Found<String> ours -> new StageResult.Next(facts.with(RewrittenRecipient.FACT, new RewrittenRecipient(new ForwardPath(sender), Optional.empty(), true)));
            case Match.NotFound<String>() ->
                new StageResult.Next(facts.with(RewrittenRecipient.FACT, new RewrittenRecipient(new ForwardPath(sender), Optional.of(PolicySnapshot.REMOTE_DELIVERY), true)));
            case Match.Unavailable<String>(String why) -> new StageResult.Refuse(Replies.DIRECTORY_UNAVAILABLE, why);
            case Match.Conflicting<String>(String why) -> new StageResult.Refuse(Replies.DIRECTORY_CONFLICT, why);
        };
    }
}
