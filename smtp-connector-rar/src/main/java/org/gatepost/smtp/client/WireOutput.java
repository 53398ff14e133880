package org.gatepost.smtp.client;

import java.io.IOException;
import java.io.OutputStream;

/** Content on its way to the wire, which can tell afterwards whether it was the wire that failed, and not what the content was read from. */
abstract class WireOutput extends OutputStream {

    private final OutputStream wire;
    private boolean wireFailed;

    WireOutput(OutputStream wire) {
        this.wire = wire;
    }

    @Override
    public final void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public abstract void write(byte[] octets, int offset, int length) throws IOException;

    @Override
    public final void flush() throws IOException {
        try {
            wire.flush();
        } catch (IOException e) {
            wireFailed = true;
            throw e;
        }
    }

    final boolean wireFailed() {
        return wireFailed;
    }

    /** Gives octets on as they are. */
    final void put(byte[] octets, int offset, int length) throws IOException {
        try {
            wire.write(octets, offset, length);
        } catch (IOException e) {
            wireFailed = true;
            throw e;
        }
    }
}
