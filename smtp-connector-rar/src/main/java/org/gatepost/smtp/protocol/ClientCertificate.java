package org.gatepost.smtp.protocol;

import java.util.List;

/**
 * The certificate a client showed in the handshake. Its private key is the client's in any case; whose it is can be believed only where it is verified.
 *
 * @param subject its distinguished name (RFC 2253)
 * @param emails its {@code rfc822Name}s, in the order they stand there (RFC 5280 section 4.2.1.6)
 * @param verified whether an authority of {@code GATEPOST_TLS_CLIENT_CA} vouches for it now
 */
public record ClientCertificate(String subject, List<String> emails, boolean verified) {

    public ClientCertificate {
        emails = List.copyOf(emails);
    }
}
