package org.gatepost.workbench.bench.scan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.gatepost.workbench.bench.load.Percentiles;
import org.gatepost.workbench.bench.load.SmtpConversation;

/** How long the reply to a message takes, from the end of its content, one message after the other in one session. */
final class MessageLatency {

    private static final int CONTENT_LINES = 64;

    private MessageLatency() {
    }

    /** Sends {@code count} messages of 4 KiB to a local recipient; each must be accepted. */
    static Percentiles of(int port, int count) throws IOException {
        byte[] content = ("Subject: scanned\r\n\r\n" + ("s".repeat(62) + "\r\n").repeat(CONTENT_LINES)).getBytes(StandardCharsets.US_ASCII);
        long[] nanos = new long[count];
        try (SmtpConversation session = SmtpConversation.introduced("latency.example", port, SmtpConversation.PATIENCE)) {
            for (int i = 0; i < count; i++) {
                session.command("MAIL FROM:<bench@sender.example>", 250);
                session.command("RCPT TO:<alice@example.com>", 250);
                session.command("DATA", 354);
                session.write(ByteBuffer.wrap(content));
                long ended = System.nanoTime();
                session.command(".", 250);
                nanos[i] = System.nanoTime() - ended;
            }
            session.command("QUIT", 221);
        }
        return Percentiles.of(nanos);
    }
}
