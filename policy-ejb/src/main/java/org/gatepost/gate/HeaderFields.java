package org.gatepost.gate;

import org.gatepost.mail.MessageHeader;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** Message: how many fields its header section may have. Four octets make a field, and what we remember of each is forty times that. */
final class HeaderFields implements Stage<JudgedMessage> {

    @Override
    public StageResult decide(JudgedMessage message, SessionFacts facts) {
        return message.header().fields().size() > MessageHeader.FIELDS_MAX
                ? new StageResult.Refuse(Replies.HEADER_TOO_LARGE, "more than " + MessageHeader.FIELDS_MAX + " header fields") : new StageResult.Next(facts);
    }
}
