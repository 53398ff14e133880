package org.gatepost.gate;

import org.gatepost.mail.NoSolicit;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** MAIL: solicitations the source channel does not want, by SOLICIT= (RFC 3865 section 2; keyword {@code sourcenosolicit}). */
final class SourceSolicitation implements Stage<MailRequest> {

    @Override
    public StageResult decide(MailRequest request, SessionFacts facts) {
        NoSolicit unwanted = facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().extensions().noSolicit();
        return unwanted.refuses(request.parameters().handling().solicitations())
                ? new StageResult.Refuse(Replies.SOLICITATION_REFUSED, "SOLICIT= names a class the source channel does not want") : new StageResult.Next(facts);
    }
}
