package org.gatepost.smtp.client;

import java.io.IOException;
import java.io.OutputStream;

/** A chunk on its way to the wire: exactly as many octets as were announced (RFC 3030 section 2), or it fails. */
final class ExactOutput extends WireOutput {

    private long left;

    ExactOutput(OutputStream wire, long octets) {
        super(wire);
        this.left = octets;
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        if (length > left) {
            throw new IOException("the content is longer than it was said to be");
        }
        put(octets, offset, length);
        left -= length;
    }

    /** All of it was given. */
    void end() throws IOException {
        if (left > 0) {
            throw new IOException("the content ends " + left + " octets before its end");
        }
    }
}
