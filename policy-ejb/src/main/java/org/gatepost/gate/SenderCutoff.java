package org.gatepost.gate;

import java.util.OptionalLong;

import org.gatepost.directory.Sender;
import org.gatepost.directory.SendingLimits;
import org.gatepost.mail.SizeLimit;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** Message: nobody gets what its sender gave to more recipients than it may, or what is larger than it may send. */
final class SenderCutoff implements Stage<JudgedMessage> {

    @Override
    public StageResult decide(JudgedMessage message, SessionFacts facts) {
        SendingLimits limits = facts.get(GateFacts.SENDER).map(Sender::limits).orElse(SendingLimits.NONE);
        int recipients = facts.require(GateFacts.RECIPIENTS).size();
        OptionalLong cutoff = limits.recipientCutoff();
        if (SizeLimit.isExceeded(cutoff, recipients)) {
            return new StageResult.Refuse(Replies.BEYOND_CUTOFF, recipients + " recipients, and the sender's cutoff is " + cutoff.getAsLong());
        }
        if (SizeLimit.isExceeded(limits.messageOctets(), message.octets())) {
            return new StageResult.Refuse(Replies.MESSAGE_TOO_LARGE, message.octets() + " octets, and the sender may send " + limits.messageOctets().getAsLong());
        }
        return new StageResult.Next(facts);
    }
}
