package org.gatepost.mail;

import java.util.Optional;

import org.gatepost.smtp.protocol.Hello;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.TlsSession;

/**
 * Where a message came from; it stays with the message, so that later steps judge by the same facts.
 *
 * @param sessionId the session it came in by
 * @param transactionNumber which of that session's transactions
 * @param client empty for what we originate (reports)
 */
public record Origin(String sessionId, int transactionNumber, Optional<Client> client, ChannelName sourceChannel) {

    /** The client of an SMTP session. */
    public record Client(IpAddress address, int port, Hello hello, Optional<TlsSession> tls, Optional<String> identity) {
    }
}
