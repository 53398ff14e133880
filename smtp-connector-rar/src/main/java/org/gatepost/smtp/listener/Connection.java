package org.gatepost.smtp.listener;

import java.util.Optional;

import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.TlsSession;

/**
 * The facts of one connection.
 *
 * @param sessionId unique in this node's life; stands in every log line
 * @param listener the name of the port it came in by, such as {@code smtp}; policy knows its source channel
 * @param tls set once the connection is encrypted
 */
public record Connection(String sessionId, String listener, IpAddress clientAddress, int clientPort, IpAddress serverAddress, int serverPort,
        Optional<TlsSession> tls) {
}
