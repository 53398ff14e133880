package org.gatepost.gate;

import java.util.OptionalLong;

import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** MAIL: the declared size (RFC 1870) against what may enter by the source channel. */
final class DeclaredSize implements Stage<MailRequest> {

    @Override
    public StageResult decide(MailRequest request, SessionFacts facts) {
        OptionalLong declared = request.parameters().size();
        long max = Limits.messageOctetsMax(facts.require(GateFacts.SOURCE_CHANNEL));
        if (declared.isPresent() && declared.getAsLong() > max) {
            return new StageResult.Refuse(Replies.MESSAGE_TOO_LARGE, "SIZE=" + declared.getAsLong() + ", the source channel takes " + max);
        }
        return new StageResult.Next(facts);
    }
}
