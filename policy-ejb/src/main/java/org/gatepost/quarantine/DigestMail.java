package org.gatepost.quarantine;

import java.time.Instant;

/** Port: writes a digest as a message. Safe for use by many threads. */
@FunctionalInterface
public interface DigestMail {

    /** The message, header section and all, lines ended by CRLF; 7-bit. */
    byte[] render(Digest digest, Instant at);
}
