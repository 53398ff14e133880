package org.gatepost.smtp.client;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Content on its way to the wire: a dot that begins a line gets another before it (RFC 5321 section 4.5.2), and {@link #end()} writes the final dot.
 * Keeps nothing back: what it is given is given on in runs as long as no dot has to be doubled.
 *
 * <p>A line also begins after a CR or LF that stands alone. Stored content has none; should it ever, the dot added there costs a strict receiver one
 * octet, while without it a lenient one would take the rest of the content for commands.
 */
final class DotWriter extends WireOutput {

    private static final byte[] DOT = {'.'};
    private static final byte[] FINAL_DOT = {'.', '\r', '\n'};
    private static final byte[] END_OF_LINE = {'\r', '\n'};

    private int last = '\n';
    private int beforeLast = '\r';

    DotWriter(OutputStream wire) {
        super(wire);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        int end = offset + length;
        int run = offset;
        for (int i = offset; i < end; i++) {
            if (octets[i] == '.' && beginsLine(i == offset ? last : octets[i - 1])) {
                put(octets, run, i - run);
                put(DOT, 0, 1);
                run = i;
            }
        }
        put(octets, run, end - run);
        beforeLast = length > 1 ? octets[end - 2] : last;
        last = octets[end - 1];
    }

    /** Ends the last line where it is open, then the content. */
    void end() throws IOException {
        if (beforeLast != '\r' || last != '\n') {
            put(END_OF_LINE, 0, END_OF_LINE.length);
        }
        put(FINAL_DOT, 0, FINAL_DOT.length);
    }

    private static boolean beginsLine(int before) {
        return before == '\n' || before == '\r';
    }
}
