package org.gatepost.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.Match;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** RCPT: copies that leave the house because of a forwarding or a group go where rewrite rules lead their addresses, too. */
final class RewriteCopies implements Stage<RcptRequest> {

    private final AddressRewriter rewriter;

    RewriteCopies(AddressRewriter rewriter) {
        this.rewriter = rewriter;
    }

    @Override
    public StageResult decide(RcptRequest request, SessionFacts facts) {
        PolicySnapshot policy = facts.require(GateFacts.POLICY);
        // What rules gave a channel themselves they are not asked about again.
        if (policy.rewriting().isEmpty() || RewrittenRecipient.of(request, facts).channel().isPresent()) {
            return new StageResult.Next(facts);
        }
        List<AcceptedRecipient> recipients = new ArrayList<>(facts.require(GateFacts.RECIPIENTS));
        AcceptedRecipient recipient = recipients.removeLast();
        List<AcceptedRecipient.Copy> copies = new ArrayList<>();
        for (AcceptedRecipient.Copy copy : recipient.copies()) {
            switch (rewriter.onward(copy, policy, Optional.of(facts.require(GateFacts.SOURCE_CHANNEL).name()))) {
                case Match.Found<AcceptedRecipient.Copy>(AcceptedRecipient.Copy onward) -> copies.add(onward);
                case Match.NotFound<AcceptedRecipient.Copy>() when recipient.copies().size() == 1 -> {
                    return new StageResult.Refuse(Replies.NO_SUCH_DOMAIN, "rewrite rules take no " + copy.address());
                }
                case Match.NotFound<AcceptedRecipient.Copy>() -> copies.add(AddressRewriter.held(copy, AddressRewriter.NOT_TAKEN));
                case Match.Unavailable<AcceptedRecipient.Copy>(String why) -> {
                    return new StageResult.Refuse(Replies.CANNOT_DECIDE, copy.address() + ": rewrite rules: " + why);
                }
                case Match.Conflicting<AcceptedRecipient.Copy>(String why) -> {
                    return new StageResult.Refuse(Replies.CANNOT_DECIDE, copy.address() + ": rewrite rules: " + why);
                }
            }
        }
        recipients.add(recipient.with(copies));
        return new StageResult.Next(facts.with(GateFacts.RECIPIENTS, recipients));
    }
}
