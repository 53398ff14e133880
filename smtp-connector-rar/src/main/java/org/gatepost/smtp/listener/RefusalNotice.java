package org.gatepost.smtp.listener;

import java.util.Optional;

import org.gatepost.smtp.protocol.Hello;
import org.gatepost.smtp.protocol.Reply;

/**
 * The connector refused something by itself: bad syntax, a command out of order, a limit, content that breaks the rules.
 *
 * @param hello absent where the client had not introduced itself
 * @param mail the transaction it happened in, where there is one
 * @param why which limit it was, where the reply does not tell; else empty. For the trace, never for the client
 */
public record RefusalNotice(Connection connection, Optional<Hello> hello, Optional<MailRequest> mail, Reply reply, String why,
        SessionNotes notes) {
}
