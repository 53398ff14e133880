package org.gatepost.auth;

import java.util.List;
import java.util.Optional;

import org.gatepost.smtp.protocol.TlsSession;

/**
 * The client of an authentication.
 *
 * @param address by which its failures are counted
 * @param offered the mechanisms it was offered
 */
public record AuthClient(String address, Optional<TlsSession> tls, List<String> offered) {

    public AuthClient {
        offered = List.copyOf(offered);
    }
}
