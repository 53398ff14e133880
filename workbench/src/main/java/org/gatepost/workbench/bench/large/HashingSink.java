package org.gatepost.workbench.bench.large;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An LMTP server on loopback that keeps nothing of a message but its SHA-256. A virtual thread for each connection; safe for use by many threads.
 */
final class HashingSink implements AutoCloseable {

    private static final int BACKLOG = 200;

    private final ServerSocket listening;
    private final Map<Integer, String> digests = new ConcurrentHashMap<>();
    private final AtomicInteger again = new AtomicInteger();
    private final AtomicInteger others = new AtomicInteger();

    /** @param port 0: any free one */
    HashingSink(int port) throws IOException {
        listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
        Thread.ofVirtual().name("sink").start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Digests of what arrived, by message number. */
    Map<Integer, String> digests() {
        return Map.copyOf(digests);
    }

    /** Numbered messages that came more than once. */
    int again() {
        return again.get();
    }

    /** Messages without a number. */
    int others() {
        return others.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = listening.accept();
                Thread.ofVirtual().name("sink").start(() -> serve(connection));
            }
        } catch (IOException e) {
            // Closed: that is how it ends.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            converse(new SinkLines(connection.getInputStream()), connection.getOutputStream());
        } catch (IOException e) {
            // A client that went away counts as one whose message did not arrive.
        }
    }

    /** One reply to DATA for each recipient (RFC 2033 4.2); every path is taken. */
    void converse(SinkLines in, OutputStream out) throws IOException {
        reply(out, "220 sink");
        int recipients = 0;
        for (Optional<String> line = in.command(); line.isPresent(); line = in.command()) {
            String verb = line.get().split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
            switch (verb) {
                case "LHLO", "EHLO" -> reply(out, "250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES");
                case "MAIL", "RSET" -> {
                    recipients = 0;
                    reply(out, "250 2.1.0 Ok");
                }
                case "RCPT" -> {
                    recipients++;
                    reply(out, "250 2.1.5 Ok");
                }
                case "DATA" -> {
                    reply(out, "354 Go on");
                    receive(in);
                    reply(out, String.join("\r\n", Collections.nCopies(recipients, "250 2.0.0 Kept")));
                }
                case "QUIT" -> {
                    reply(out, "221 2.0.0 Bye");
                    return;
                }
                default -> reply(out, "250 2.0.0 Ok");
            }
        }
    }

    private void receive(SinkLines in) throws IOException {
        ContentDigest digest = new ContentDigest();
        in.content(digest);
        if (digest.number().isEmpty()) {
            others.incrementAndGet();
        } else if (digests.putIfAbsent(digest.number().getAsInt(), digest.value()) != null) {
            again.incrementAndGet();
        }
    }

    private static void reply(OutputStream out, String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
