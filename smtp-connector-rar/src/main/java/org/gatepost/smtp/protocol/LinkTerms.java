package org.gatepost.smtp.protocol;

/**
 * What policy says of the connection below the session.
 *
 * @param proxyFirst said at connect: a PROXY header comes first, and the answer to connect is asked for again when it has told whose connection this is
 * @param asksClientCertificate whether a client that encrypts is asked for its certificate; it may go without
 */
public record LinkTerms(boolean proxyFirst, boolean asksClientCertificate) {

    /** No PROXY header, and no certificate is asked for. */
    public static final LinkTerms DEFAULT = new LinkTerms(false, false);
}
