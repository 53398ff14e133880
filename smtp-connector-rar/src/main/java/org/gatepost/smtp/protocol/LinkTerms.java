package org.gatepost.smtp.protocol;

import java.time.Duration;

/**
 * What policy says of the connection below the session.
 *
 * @param proxyFirst said at connect: a PROXY header comes first, and the answer to connect is asked for again when it has told whose connection this is
 * @param asksClientCertificate whether a client that encrypts is asked for its certificate; it may go without
 * @param needsTls whether the session takes nothing but what leads to TLS until there is some (RFC 3207 section 4)
 * @param greetPause how long the greeting waits, in which the client has nothing to say
 */
public record LinkTerms(boolean proxyFirst, boolean asksClientCertificate, boolean needsTls, Duration greetPause) {

    /** No PROXY header, no certificate is asked for, and no TLS needed; the greeting comes at once. */
    public static final LinkTerms DEFAULT = new LinkTerms(false, false, false, Duration.ZERO);

    /** A PROXY header comes first, and nothing else is known yet. */
    public static final LinkTerms PROXY_FIRST = new LinkTerms(true, false, false, Duration.ZERO);
}
