package org.gatepost.workbench.bench.large;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Lines of a connection, read without a copy. For one thread. */
final class SinkLines {

    /** Longest line, CRLF included; a longer one is an error. */
    static final int LINE_OCTETS_MAX = 65_536;

    private final InputStream in;
    private final byte[] buffer = new byte[2 * LINE_OCTETS_MAX];
    private int start;
    private int end;

    SinkLines(InputStream in) {
        this.in = in;
    }

    /** The next line without its CRLF; empty at the end of the connection. */
    Optional<String> command() throws IOException {
        int length = next();
        if (length < 0) {
            return Optional.empty();
        }
        String line = new String(buffer, start, length, StandardCharsets.ISO_8859_1).strip();
        start += length;
        return Optional.of(line);
    }

    /** Gives the lines of a content to {@code digest}, transparency dots taken away, up to the dot that ends it. */
    void content(ContentDigest digest) throws IOException {
        for (int length = next(); length >= 0; length = next()) {
            boolean dot = buffer[start] == '.';
            if (dot && length == 3 && buffer[start + 1] == '\r') {
                start += length;
                return;
            }
            digest.line(buffer, dot ? start + 1 : start, dot ? length - 1 : length);
            start += length;
        }
        throw new EOFException("the connection ended within content");
    }

    /** Length of the line at {@code start}, its LF included; -1 at the end of the connection. */
    private int next() throws IOException {
        int looked = start;
        while (true) {
            for (int i = looked; i < end; i++) {
                if (buffer[i] == '\n') {
                    return i + 1 - start;
                }
            }
            looked = fill();
            if (looked < 0) {
                return -1;
            }
        }
    }

    /** Where what was read now begins; -1 where nothing came any more. */
    private int fill() throws IOException {
        if (end - start >= LINE_OCTETS_MAX) {
            throw new IOException("a line over " + LINE_OCTETS_MAX + " octets");
        }
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
        int count = in.read(buffer, end, buffer.length - end);
        int from = end;
        end += Math.max(0, count);
        return count < 0 ? -1 : from;
    }
}
