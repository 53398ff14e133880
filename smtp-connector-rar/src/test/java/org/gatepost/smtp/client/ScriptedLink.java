package org.gatepost.smtp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import org.gatepost.smtp.protocol.TlsSession;

/**
 * A next hop that follows a dialog: {@code C:} lines are what the client must have written by then, {@code S:} lines are what it reads
 * ({@code \r\n} in one of them makes two that come at once), {@code X} closes.
 * No thread, no socket: the script moves on when the client reads.
 */
final class ScriptedLink implements RemoteLink {

    private final Deque<String> script;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final StringBuilder received = new StringBuilder();
    private byte[] ready = new byte[0];
    private int position;
    private int writes;
    private int failWritesAfter = Integer.MAX_VALUE;
    private boolean closed;
    private Duration readTimeout = Duration.ZERO;
    private Runnable onWait = () -> { };
    /** How it was encrypted, where it was: {@code TLS} in the script says that the handshake succeeds, another line there is why it does not. */
    private Optional<TlsTerms> secured = Optional.empty();

    ScriptedLink(String dialog) {
        this.script = new ArrayDeque<>(dialog.lines().filter(line -> !line.isBlank()).toList());
    }

    ScriptedLink failingWritesAfter(int count) {
        failWritesAfter = count;
        return this;
    }

    /** What happens while the client waits for octets to come or to be taken. */
    void onWait(Runnable meanwhile) {
        onWait = meanwhile;
    }

    /** The timeout of the link's own, as it was set last. */
    Duration readTimeout() {
        return readTimeout;
    }

    Optional<TlsTerms> secured() {
        return secured;
    }

    boolean isClosed() {
        return closed;
    }

    /** Writes so far: a pipelined group is one. */
    int writes() {
        return writes;
    }

    /** Lines of the script nobody came to. */
    List<String> left() {
        takeWritten();
        while (!script.isEmpty() && script.peek().startsWith("C: ") && received.indexOf("\r\n") >= 0) {
            expect(script.poll());
        }
        return List.copyOf(script);
    }

    String unexpected() {
        left();
        return received.toString();
    }

    private void takeWritten() {
        received.append(written.toString(StandardCharsets.ISO_8859_1));
        written.reset();
    }

    private void expect(String line) {
        int end = received.indexOf("\r\n");
        assertEquals(line.substring(3), end < 0 ? "(nothing)" : received.substring(0, end));
        received.delete(0, end + 2);
    }

    @Override
    public InputStream in() {
        return new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                onWait.run();
                if (closed) {
                    throw new IOException("socket closed");
                }
                if (position == ready.length && !advance()) {
                    return -1;
                }
                int count = Math.min(length, ready.length - position);
                System.arraycopy(ready, position, buffer, offset, count);
                position += count;
                return count;
            }
        };
    }

    private boolean advance() {
        takeWritten();
        while (!script.isEmpty()) {
            String line = script.poll();
            if (line.equals("X")) {
                return false;
            }
            if (line.startsWith("S: ")) {
                ready = (line.substring(3).replace("\\r\\n", "\r\n") + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
                position = 0;
                return true;
            }
            expect(line);
        }
        return false;
    }

    @Override
    public OutputStream out() {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] octets, int offset, int length) throws IOException {
                onWait.run();
                if (closed || writes >= failWritesAfter) {
                    throw new IOException("Broken pipe");
                }
                writes++;
                written.write(octets, offset, length);
            }
        };
    }

    @Override
    public RemoteLink startTls(TlsTerms terms) throws IOException {
        takeWritten();
        String line = script.isEmpty() ? "nothing" : script.poll();
        if (!line.equals("TLS")) {
            throw new IOException(line);
        }
        secured = Optional.of(terms);
        return this;
    }

    @Override
    public Optional<TlsSession> tls() {
        return secured.map(terms -> new TlsSession("TLSv1.3", "TLS_AES_256_GCM_SHA384"));
    }

    @Override
    public void readTimeout(Duration timeout) {
        readTimeout = timeout;
    }

    @Override
    public String remoteAddress() {
        return "192.0.2.25";
    }

    @Override
    public void close() {
        closed = true;
    }
}
