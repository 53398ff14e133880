package org.gatepost.smtp.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

import org.gatepost.smtp.protocol.Reply;

/** Writes replies, gathered until somebody flushes: the answers to a pipelined group leave together (RFC 2920 section 3.2). For one thread. */
public final class ReplyWriter {

    private static final int PENDING_OCTETS_MAX = 4 << 10;

    private final OutputStream out;
    private final StringBuilder pending = new StringBuilder(0);

    public ReplyWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes one reply, each line with its codes (RFC 5321 section 4.2.1, RFC 2034 section 3). */
    public void write(Reply reply) throws IOException {
        for (int i = 0; i < reply.lines().size(); i++) {
            pending.append(reply.code()).append(i + 1 < reply.lines().size() ? '-' : ' ');
            if (!reply.status().isAbsent()) {
                pending.append(reply.status()).append(' ');
            }
            pending.append(reply.lines().get(i)).append("\r\n");
        }
        if (pending.length() > PENDING_OCTETS_MAX) {
            flush();
        }
    }

    /** Sends what is gathered and keeps no buffer. */
    public void flush() throws IOException {
        if (pending.isEmpty()) {
            return;
        }
        byte[] octets = pending.toString().getBytes(StandardCharsets.UTF_8);
        pending.setLength(0);
        pending.trimToSize();
        out.write(octets);
        out.flush();
    }
}
