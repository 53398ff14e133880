package org.gatepost.smtp.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads commands, or a server's replies, line by line. Only CRLF ends a line (RFC 5321 section 2.3.8). For one thread. */
public final class LineReader {

    /** How many octets of a line are read for its end; a line longer than allowed is forgotten to here, and then given up. */
    public static final int OCTETS_READ_MAX = 64 << 10;

    private static final int TYPICAL_OCTETS = 64;

    private final OctetInput input;
    private final int octetsMax;

    /** @param octetsMax the longest line, its CRLF included (RFC 5321 section 4.5.3.1.4) */
    public LineReader(OctetInput input, int octetsMax) {
        this.input = input;
        this.octetsMax = octetsMax;
    }

    /** The next line. Waits for its end; timeouts and lost connections are the stream's {@link IOException}. */
    public Line read() throws IOException {
        return read(octetsMax);
    }

    /**
     * The same of a line that may have another length.
     *
     * @param octetsMax the longest it may be, its CRLF included; less than {@link #OCTETS_READ_MAX}
     */
    public Line read(int octetsMax) throws IOException {
        int octet = input.read();
        ByteArrayOutputStream line = new ByteArrayOutputStream(TYPICAL_OCTETS);
        boolean malformed = false;
        boolean afterCr = false;
        long length = 0;
        for (; octet >= 0; octet = input.read()) {
            length++;
            if (octet == '\n') {
                return ended(line, length, malformed || !afterCr, octetsMax);
            }
            if (length >= OCTETS_READ_MAX) {
                return new Line.Endless();
            }
            malformed |= afterCr || octet == 0;
            afterCr = octet == '\r';
            if (!afterCr && length < octetsMax) {
                line.write(octet);
            }
        }
        return new Line.End();
    }

    private static Line ended(ByteArrayOutputStream line, long length, boolean malformed, int octetsMax) {
        if (malformed) {
            return new Line.Malformed();
        }
        return length > octetsMax ? new Line.TooLong() : new Line.Text(line.toString(StandardCharsets.ISO_8859_1));
    }
}
