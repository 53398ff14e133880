package org.gatepost.gate;

import java.util.OptionalLong;

import org.gatepost.mail.SizeLimit;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** Message: the actual size against what its sender may send. */
final class SenderSize implements Stage<JudgedMessage> {

    @Override
    public StageResult decide(JudgedMessage message, SessionFacts facts) {
        OptionalLong max = facts.get(GateFacts.SENDER).map(sender -> sender.limits().messageOctets()).orElse(OptionalLong.empty());
        return SizeLimit.isExceeded(max, message.octets())
                ? new StageResult.Refuse(Replies.MESSAGE_TOO_LARGE, message.octets() + " octets, and the sender may send " + max.getAsLong())
                : new StageResult.Next(facts);
    }
}
