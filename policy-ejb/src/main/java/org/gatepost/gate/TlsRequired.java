package org.gatepost.gate;

import org.gatepost.channel.Need;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** MAIL: no mail in the clear where the source channel has {@code musttlsserver} (RFC 3207 section 4). */
final class TlsRequired implements Stage<MailRequest> {

    @Override
    public StageResult decide(MailRequest request, SessionFacts facts) {
        boolean missing = facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().tls() == Need.MUST && request.connection().tls().isEmpty();
        return missing ? new StageResult.Refuse(Replies.TLS_REQUIRED, "the source channel has musttlsserver") : new StageResult.Next(facts);
    }
}
