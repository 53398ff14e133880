package org.gatepost.smtp.client;

import java.security.GeneralSecurityException;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * With whom and how a connection is to be encrypted: TLS 1.2 or 1.3 (RFC 8996 leaves nothing older).
 *
 * @param serverName sent as SNI where it is a host name (RFC 7672 section 8.1, RFC 8461 section 4.2)
 * @param trust looked at in the handshake
 */
public record TlsTerms(String serverName, PeerTrust trust) {

    private static final SSLContext ANYONE = made(PeerTrust.ANYONE);

    /** A context that trusts so. The one that asks nothing is shared, and resumes sessions. */
    public SSLContext context() {
        return trust instanceof PeerTrust.Anyone ? ANYONE : made(trust);
    }

    private static SSLContext made(PeerTrust trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new PeerCheck(trust)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS in this Java runtime", e);
        }
    }
}
