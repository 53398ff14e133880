package org.gatepost.workbench.demo.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Lines and content on one connection. Only CRLF ends a line and only CRLF.CRLF ends content (RFC 5321 2.3.8, 4.1.1.4). */
final class StoreWire {

    private static final int LINE_OCTETS_MAX = 4_096;

    private final InputStream in;
    private final OutputStream out;

    StoreWire(InputStream in, OutputStream out) {
        this.in = new BufferedInputStream(in, 65_536);
        this.out = new BufferedOutputStream(out, 8_192);
    }

    /** The next line without its CRLF; empty at the end of the connection. A line over 4096 octets ends it too. */
    Optional<String> line() throws IOException {
        // What was pipelined is answered in one go (RFC 2920 3.2).
        if (in.available() == 0) {
            out.flush();
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int last = -1;
        for (int octet = in.read(); octet >= 0 && line.size() < LINE_OCTETS_MAX; octet = in.read()) {
            if (last == '\r' && octet == '\n') {
                byte[] octets = line.toByteArray();
                return Optional.of(new String(octets, 0, octets.length - 1, StandardCharsets.UTF_8));
            }
            line.write(octet);
            last = octet;
        }
        return Optional.empty();
    }

    void reply(String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    void flush() throws IOException {
        out.flush();
    }

    /**
     * Reads content to its end and takes the transparency dots away (RFC 5321 4.5.2).
     *
     * @return the content, or empty when it had more than {@code octetsMax} octets; then it was read to its end all the same
     * @throws IOException if the connection ended first
     */
    Optional<ByteBuffer> content(long octetsMax) throws IOException {
        out.flush();
        Kept kept = new Kept(octetsMax);
        At at = At.LINE_START;
        while (true) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("the connection ended within content");
            }
            if (at == At.DOT_CR && octet == '\n') {
                return kept.buffer();
            }
            if (at == At.DOT_CR) {
                kept.write('\r');
            }
            at = at.after(octet);
            if (at != At.DOT && at != At.DOT_CR) {
                kept.write(octet);
            }
        }
    }

    /** Where in a line the next octet stands. A dot that begins a line is never kept: it ends the content or was put there for transparency. */
    private enum At {
        LINE_START, DOT, DOT_CR, CR, TEXT;

        At after(int octet) {
            if (this == LINE_START && octet == '.') {
                return DOT;
            }
            if (octet == '\r') {
                return this == DOT ? DOT_CR : CR;
            }
            return this == CR && octet == '\n' ? LINE_START : TEXT;
        }
    }

    /** Octets gathered without a second copy at the end, and only counted once there are too many. */
    private static final class Kept extends ByteArrayOutputStream {
        private final long octetsMax;
        private boolean over;

        Kept(long octetsMax) {
            this.octetsMax = octetsMax;
        }

        @Override
        public synchronized void write(int octet) {
            if (count < octetsMax) {
                super.write(octet);
            } else {
                over = true;
            }
        }

        Optional<ByteBuffer> buffer() {
            return over ? Optional.empty() : Optional.of(ByteBuffer.wrap(buf, 0, count).asReadOnlyBuffer());
        }
    }
}
