package org.gatepost.smtp.client;

import java.util.Optional;

/**
 * How we begin with a next hop.
 *
 * @param remoteHost the name it is known by: for SNI and traces
 * @param helloName our host name or an address literal
 * @param login where we prove who we are (RFC 4954)
 */
public record Introduction(Dialect dialect, String remoteHost, String helloName, ClientTimeouts timeouts, TlsPolicy tls, Optional<Login> login) {
}
