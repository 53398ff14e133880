package org.gatepost.smtp.client;

import java.io.IOException;
import java.io.OutputStream;

/** A chunk on its way to the wire: exactly as many octets as were announced (RFC 3030 section 2), or it fails. */
final class ExactOutput extends OutputStream {

    private final OutputStream wire;
    private long left;
    private boolean wireFailed;

    ExactOutput(OutputStream wire, long octets) {
        this.wire = wire;
        this.left = octets;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        if (length > left) {
            throw new IOException("the content is longer than it was said to be");
        }
        try {
            wire.write(octets, offset, length);
        } catch (IOException e) {
            wireFailed = true;
            throw e;
        }
        left -= length;
    }

    /** All of it was given. */
    void end() throws IOException {
        if (left > 0) {
            throw new IOException("the content ends " + left + " octets before its end");
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            wire.flush();
        } catch (IOException e) {
            wireFailed = true;
            throw e;
        }
    }

    boolean wireFailed() {
        return wireFailed;
    }
}
