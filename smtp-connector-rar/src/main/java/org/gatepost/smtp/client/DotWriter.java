package org.gatepost.smtp.client;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Content on its way to the wire: a dot that begins a line gets another before it (RFC 5321 section 4.5.2), and {@link #end()} writes the final dot.
 *
 * <p>A line also begins after a CR or LF that stands alone. Stored content has none; should it ever, the dot added there costs a strict receiver one
 * octet, while without it a lenient one would take the rest of the content for commands.
 */
final class DotWriter extends OutputStream {

    private static final int BUFFER_OCTETS = 16_384;

    private final OutputStream wire;
    private final byte[] buffer = new byte[BUFFER_OCTETS];
    private int filled;
    private boolean atLineStart = true;
    private int last = '\n';
    private int beforeLast = '\r';
    private boolean wireFailed;

    DotWriter(OutputStream wire) {
        this.wire = wire;
    }

    @Override
    public void write(int octet) throws IOException {
        int value = octet & 0xff;
        if (atLineStart && value == '.') {
            put('.');
        }
        put(value);
        atLineStart = value == '\n' || value == '\r';
        beforeLast = last;
        last = value;
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            write(octets[i]);
        }
    }

    /** Ends the last line where it is open, then the content, and sends what is left. */
    void end() throws IOException {
        if (beforeLast != '\r' || last != '\n') {
            put('\r');
            put('\n');
        }
        put('.');
        put('\r');
        put('\n');
        flush();
    }

    @Override
    public void flush() throws IOException {
        try {
            wire.write(buffer, 0, filled);
            wire.flush();
            filled = 0;
        } catch (IOException e) {
            wireFailed = true;
            throw e;
        }
    }

    /** Whether it was the connection that failed, and not what the content was read from. */
    boolean wireFailed() {
        return wireFailed;
    }

    private void put(int value) throws IOException {
        if (filled == BUFFER_OCTETS) {
            flush();
        }
        buffer[filled++] = (byte) value;
    }
}
