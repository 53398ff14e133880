package org.gatepost.gate;

import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** Message: lines over 998 octets (RFC 5322 section 2.1.1), where the source channel has {@code rejectsmtplonglines}. */
final class LineLength implements Stage<JudgedMessage> {

    static final int LINE_OCTETS_MAX = 998;

    @Override
    public StageResult decide(JudgedMessage message, SessionFacts facts) {
        int longest = message.request().content().traits().longestLineOctets();
        if (facts.require(GateFacts.SOURCE_CHANNEL).rejectsLongLines() && longest > LINE_OCTETS_MAX) {
            return new StageResult.Refuse(Replies.LINE_OF_CONTENT_TOO_LONG, "a line of " + longest + " octets");
        }
        return new StageResult.Next(facts);
    }
}
