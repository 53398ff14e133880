package org.gatepost.smtp.client;

import java.io.IOException;
import java.io.OutputStream;

/** The content of a message on its way out: something that can write itself, as often as it is asked to. Lines end in CRLF. */
public interface OutgoingContent {

    /** Octets, before dots are added; declared with SIZE= (RFC 1870). */
    long size();

    /** Writes all of it; does not close the stream. An {@link IOException} of its own makes the attempt a temporary failure. */
    void writeTo(OutputStream out) throws IOException;
}
