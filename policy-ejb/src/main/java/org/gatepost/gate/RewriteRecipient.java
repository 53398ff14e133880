package org.gatepost.gate;

import java.util.Optional;

import org.gatepost.rewrite.Rewriting;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** RCPT: what the policy's rewrite rules make of the recipient, and the channel that takes it; what they take not is refused with their words. */
final class RewriteRecipient implements Stage<RcptRequest> {

    private final AddressRewriter rewriter;

    RewriteRecipient(AddressRewriter rewriter) {
        this.rewriter = rewriter;
    }

    @Override
    public StageResult decide(RcptRequest request, SessionFacts facts) {
        PolicySnapshot policy = facts.require(GateFacts.POLICY);
        if (policy.rewriting().isEmpty()) {
            return new StageResult.Next(facts);
        }
        if (request.forwardPath().isBarePostmaster()) {
            return new StageResult.Next(facts.with(RewrittenRecipient.FACT, new RewrittenRecipient(request.forwardPath(), Optional.empty())));
        }
        return switch (rewriter.recipient(request.forwardPath().mailbox(), policy, Optional.of(facts.require(GateFacts.SOURCE_CHANNEL).name()))) {
            case Rewriting.Refused refused -> new StageResult.Refuse(Replies.notRewritten(refused.text()), "rewrite rules: " + refused.text());
            case Rewriting.Unavailable unavailable -> new StageResult.Refuse(Replies.CANNOT_DECIDE, "rewrite rules: " + unavailable.why());
            case Rewriting.Routed routed -> {
                Optional<Mailbox> mailbox = AddressRewriter.mailbox(routed.address());
                yield mailbox.<StageResult>map(address -> new StageResult.Next(facts.with(RewrittenRecipient.FACT, new RewrittenRecipient(new ForwardPath(address),
                        Optional.of(routed.channel()).filter(channel -> !channel.equals(AddressRewriter.DIRECTORY))))))
                        .orElseGet(() -> new StageResult.Refuse(Replies.CANNOT_DECIDE, "rewrite rules make " + routed.address() + " of it, which is no address"));
            }
        };
    }
}
