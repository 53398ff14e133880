package org.gatepost.smtp.session;

import org.gatepost.smtp.listener.ConnectRequest;

/**
 * How a session begins.
 *
 * @param connect what policy is told of it
 * @param tlsFirst whether the handshake comes before the greeting (RFC 8314 section 3)
 * @param clients who counts the sessions of each client
 */
public record Arrival(ConnectRequest connect, boolean tlsFirst, ClientCount clients) {

    /** In plain text, of the only session there is of its client. */
    public static Arrival plain(ConnectRequest connect) {
        return new Arrival(connect, false, client -> 1);
    }
}
