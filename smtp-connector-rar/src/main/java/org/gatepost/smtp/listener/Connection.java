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
 * @param revealed set once a host before us has told whose connection this is; the client's and the server's address are then those it told
 */
public record Connection(String sessionId, String listener, IpAddress clientAddress, int clientPort, IpAddress serverAddress, int serverPort,
        Optional<TlsSession> tls, Optional<Revealed> revealed) {

    /** As it comes from the network, or encrypted. */
    public Connection(String sessionId, String listener, IpAddress clientAddress, int clientPort, IpAddress serverAddress, int serverPort,
            Optional<TlsSession> tls) {
        this(sessionId, listener, clientAddress, clientPort, serverAddress, serverPort, tls, Optional.empty());
    }

    /** The same, encrypted. */
    public Connection encrypted(TlsSession session) {
        return new Connection(sessionId, listener, clientAddress, clientPort, serverAddress, serverPort, Optional.of(session), revealed);
    }
}
