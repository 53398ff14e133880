package org.gatepost.workbench.bench.latency;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

import org.gatepost.workbench.bench.harness.SmtpSource;
import org.gatepost.workbench.bench.load.SmtpConversation;

/** One connection that carries many messages (RFC 5321), each of 4 KiB; commands before the data are sent as a group (RFC 2920). For one thread. */
final class ClientSession implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final byte[] ENVELOPE = ("MAIL FROM:<" + SmtpSource.SENDER + ">\r\nRCPT TO:<" + SmtpSource.RECIPIENT + ">\r\nDATA\r\n").getBytes(US_ASCII);
    private static final byte[] CONTENT = content();

    private final SmtpConversation conversation;

    /**
     * When, by {@link System#nanoTime()}.
     *
     * @param dataEnded just before the end of data was written
     * @param replied when its reply had been read
     */
    record Times(long dataEnded, long replied) {
    }

    ClientSession(int port) throws IOException {
        conversation = SmtpConversation.introduced("client.remote.example", port, PATIENCE);
    }

    private static byte[] content() {
        StringBuilder text = new StringBuilder("From: <" + SmtpSource.SENDER + ">\r\nTo: <" + SmtpSource.RECIPIENT + ">\r\nSubject: bench\r\n\r\n");
        // 64 lines of 64 octets.
        for (int i = 0; i < 64; i++) {
            text.append("x".repeat(62)).append("\r\n");
        }
        return text.append(".\r\n").toString().getBytes(US_ASCII);
    }

    /** @throws IOException also when the server did not accept the message */
    Times send() throws IOException {
        conversation.write(ByteBuffer.wrap(ENVELOPE));
        conversation.expect(250);
        conversation.expect(250);
        conversation.expect(354);
        long dataEnded = System.nanoTime();
        conversation.write(ByteBuffer.wrap(CONTENT));
        conversation.expect(250);
        return new Times(dataEnded, System.nanoTime());
    }

    @Override
    public void close() throws IOException {
        try (conversation) {
            conversation.command("QUIT", 221);
        }
    }
}
