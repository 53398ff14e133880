package org.gatepost.gate;

import org.gatepost.directory.Sender;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** RCPT: one recipient more than the sender, by the user's own limit or its domain's, may give in one transaction. */
final class SenderRecipientLimit implements Stage<RcptRequest> {

    @Override
    public StageResult decide(RcptRequest request, SessionFacts facts) {
        int accepted = facts.require(GateFacts.RECIPIENTS).size();
        return facts.get(GateFacts.SENDER).map(Sender::limits).filter(limits -> limits.isFull(accepted)).<StageResult>map(limits ->
                        new StageResult.Refuse(Replies.TOO_MANY_RECIPIENTS, "the sender may write to " + limits.recipients().getAsLong()))
                .orElseGet(() -> new StageResult.Next(facts));
    }
}
