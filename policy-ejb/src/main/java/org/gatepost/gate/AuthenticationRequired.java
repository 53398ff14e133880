package org.gatepost.gate;

import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** MAIL: a channel with {@code mustsaslserver} or {@code submit} takes no mail from who did not authenticate (RFC 4954 section 6, RFC 6409 section 4.3). */
final class AuthenticationRequired implements Stage<MailRequest> {

    @Override
    public StageResult decide(MailRequest request, SessionFacts facts) {
        boolean required = facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().requiresAuthentication();
        return required && facts.get(GateFacts.USER).isEmpty()
                ? new StageResult.Refuse(Replies.AUTHENTICATION_REQUIRED, facts.require(GateFacts.SOURCE_CHANNEL).name() + " wants authentication")
                : new StageResult.Next(facts);
    }
}
