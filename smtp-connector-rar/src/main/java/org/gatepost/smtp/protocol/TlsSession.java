package org.gatepost.smtp.protocol;

import java.util.Optional;

/**
 * What was agreed when the connection was encrypted.
 *
 * @param version the protocol, such as {@code TLSv1.3}
 * @param cipher the cipher suite by its IANA name
 * @param client the certificate the client showed, where one was asked for and shown
 * @param serverName the name the client asked for (SNI, RFC 6066 section 3), in lower case
 * @param serverEndPoint the hash of our own certificate that binds a login to this connection ({@code tls-server-end-point}, RFC 5929 section 4), in base64
 */
public record TlsSession(String version, String cipher, Optional<ClientCertificate> client, Optional<String> serverName, Optional<String> serverEndPoint) {

    /** Of a session of which no more was kept. */
    public TlsSession(String version, String cipher) {
        this(version, cipher, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
