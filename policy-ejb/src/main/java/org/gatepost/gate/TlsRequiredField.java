package org.gatepost.gate;

import java.util.List;

import org.gatepost.mail.MessageHeader;
import org.gatepost.queue.QueuedMessage;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** Message: {@code TLS-Required: no} is noted for who sends it on; REQUIRETLS outweighs it (RFC 8689 sections 3 and 4.1). Never refuses. */
final class TlsRequiredField implements Stage<JudgedMessage> {

    @Override
    public StageResult decide(JudgedMessage message, SessionFacts facts) {
        List<MessageHeader.Field> fields = message.header().all("tls-required");
        boolean noted = fields.size() == 1 && fields.getFirst().value().equalsIgnoreCase("no")
                && !message.request().mail().parameters().handling().requireTls();
        if (!noted) {
            return new StageResult.Next(facts);
        }
        return new StageResult.Next(Marks.added(facts, List.of(QueuedMessage.PREFERS_DELIVERY)));
    }
}
