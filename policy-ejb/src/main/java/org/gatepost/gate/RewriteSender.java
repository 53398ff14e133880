package org.gatepost.gate;

import java.util.Optional;

import org.gatepost.rewrite.RewriteRequest;
import org.gatepost.rewrite.RewriteRequest.Direction;
import org.gatepost.rewrite.RewriteRequest.Location;
import org.gatepost.rewrite.Rewriting;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** MAIL: where the source channel has {@code rewritesender}, the message goes on under the reverse-path that rewrite rules make of the one that was given. */
final class RewriteSender implements Stage<MailRequest> {

    private final AddressRewriter rewriter;

    RewriteSender(AddressRewriter rewriter) {
        this.rewriter = rewriter;
    }

    @Override
    public StageResult decide(MailRequest request, SessionFacts facts) {
        PolicySnapshot policy = facts.require(GateFacts.POLICY);
        if (policy.rewriting().isEmpty() || request.reversePath().isNull()
                || !facts.require(GateFacts.SOURCE_CHANNEL).keywords().transport().forwarding().rewritesSender()) {
            return new StageResult.Next(facts);
        }
        RewriteRequest asked = new RewriteRequest(request.reversePath().address(), Direction.BACKWARD, Location.ENVELOPE,
                Optional.of(facts.require(GateFacts.SOURCE_CHANNEL).name()), Optional.empty(), Optional.empty());
        return switch (rewriter.rewrite(asked, policy)) {
            case Rewriting.Refused refused -> new StageResult.Refuse(Replies.senderNotRewritten(refused.text()), "rewrite rules: " + refused.text());
            case Rewriting.Unavailable unavailable -> new StageResult.Refuse(Replies.CANNOT_DECIDE, "rewrite rules: " + unavailable.why());
            case Rewriting.Routed routed -> {
                Optional<Mailbox> mailbox = AddressRewriter.mailbox(routed.address());
                yield mailbox.<StageResult>map(address -> new StageResult.Next(facts.with(GateFacts.REVERSE_PATH, ReversePath.of(address))))
                        .orElseGet(() -> new StageResult.Refuse(Replies.CANNOT_DECIDE, "rewrite rules make " + routed.address() + " of it, which is no address"));
            }
        };
    }
}
