package org.gatepost.smtp.client;

import java.io.IOException;
import java.io.OutputStream;

/** The content of a message on its way out: something that can write itself, as often as it is asked to. Lines end in CRLF, but in binary body parts. */
public interface OutgoingContent {

    /** Octets, before dots are added; declared with SIZE= (RFC 1870). */
    long size();

    /** Writes all of it; does not close the stream. An {@link IOException} of its own makes the attempt a temporary failure. */
    void writeTo(OutputStream out) throws IOException;

    /**
     * The same content for a next hop that takes 7-bit lines of at most 998 octets only (RFC 6152 section 3): itself where it is that already.
     *
     * @throws Unconvertible where it cannot be made so without touching what must not be touched, or policy forbids it
     */
    OutgoingContent inSevenBit() throws IOException, Unconvertible;
}
