package org.gatepost.smtp.listener;

import java.util.Optional;

import org.gatepost.smtp.protocol.Hello;
import org.gatepost.smtp.protocol.SaslMessage;

/**
 * One step of an authentication (RFC 4954 section 4).
 *
 * @param mechanism in upper case; whether it was offered is policy's to say
 * @param message what the client said; absent only at the first step, of an AUTH without initial response
 * @param exchange what policy wanted to remember of the step before; absent at the first
 */
public record AuthRequest(Connection connection, Hello hello, String mechanism, Optional<SaslMessage> message, Optional<AuthExchange> exchange,
        SessionNotes notes) {
}
