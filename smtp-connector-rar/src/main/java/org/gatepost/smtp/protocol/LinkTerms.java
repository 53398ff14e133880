package org.gatepost.smtp.protocol;

/**
 * What policy says of the connection below the session.
 *
 * @param proxyFirst said at connect: a PROXY header comes first, and the answer to connect is asked for again when it has told whose connection this is
 * @param asksClientCertificate whether a client that encrypts is asked for its certificate; it may go without
 * @param needsTls whether the session takes nothing but what leads to TLS until there is some (RFC 3207 section 4)
 */
public record LinkTerms(boolean proxyFirst, boolean asksClientCertificate, boolean needsTls) {

    /** No PROXY header, no certificate is asked for, and no TLS needed. */
    public static final LinkTerms DEFAULT = new LinkTerms(false, false, false);

    /** A PROXY header comes first, and nothing else is known yet. */
    public static final LinkTerms PROXY_FIRST = new LinkTerms(true, false, false);
}
