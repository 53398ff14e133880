package org.gatepost.smtp.client;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.gatepost.smtp.protocol.Reply;

/**
 * Commands out and replies in, each within its time. A read ends by itself at its timeout; a write nobody takes, and a reply that comes octet by
 * octet, are ended from outside by {@link #abortIfOverdue}.
 */
final class Wire {

    private static final long NOT_WAITING = 0;
    /** What leaves in one write: the envelope, header edits and content of a usual message, and the next one's envelope. */
    private static final int BUFFER_OCTETS = 16_384;

    private final RemoteLink link;
    private final ClientTimeouts timeouts;
    private final ReplyReader replies;
    private final BufferedWire out = new BufferedWire();
    private volatile long deadlineNanos = NOT_WAITING;
    private boolean watched;
    private volatile boolean overdue;
    private volatile boolean closed;

    /** The next hop said 421: it closes, whatever had been asked (RFC 5321 section 3.8). */
    static final class ServiceClosing extends IOException {
        private final transient Reply reply;

        ServiceClosing(Reply reply) {
            super(reply.toString());
            this.reply = reply;
        }

        Reply reply() {
            return reply;
        }
    }

    Wire(RemoteLink link, ClientTimeouts timeouts) {
        this.link = link;
        this.timeouts = timeouts;
        this.replies = new ReplyReader(link.in());
    }

    /** Where content goes. Kept back until the buffer is full, or {@link #flush()}. */
    OutputStream out() {
        return out;
    }

    /** Adds commands to what leaves with the next {@link #flush()}. */
    void put(String commands) throws IOException {
        out.write(commands.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends what was kept back. */
    void flush() throws IOException {
        out.flush();
    }

    void write(String commands) throws IOException {
        put(commands);
        flush();
    }

    Reply ask(String command) throws IOException {
        write(command);
        return read();
    }

    /** The reply to a command, within the command timeout. */
    Reply read() throws IOException {
        return read(timeouts.command());
    }

    Reply readAfterData() throws IOException {
        return read(timeouts.afterData());
    }

    private Reply read(Duration timeout) throws IOException {
        if (!watched) {
            link.readTimeout(timeout);
        }
        waitAtMost(timeout);
        try {
            Reply reply = replies.read();
            if (reply.code() == 421) {
                close();
                throw new ServiceClosing(reply);
            }
            return reply;
        } catch (SocketTimeoutException e) {
            throw late(timeout);
        } catch (IOException e) {
            throw overdue ? late(timeout) : e;
        } finally {
            deadlineNanos = NOT_WAITING;
        }
    }

    private static SocketTimeoutException late(Duration timeout) {
        return new SocketTimeoutException("no reply within " + timeout.toSeconds() + " s");
    }

    /**
     * Encrypts what follows; this wire is used no more then.
     *
     * @throws IOException where the handshake fails, or something was said in the clear after the reply to STARTTLS: an attacker put it there, or a
     *         server that cannot be trusted with TLS (RFC 3207 section 6)
     */
    Wire startTls(TlsTerms terms) throws IOException {
        if (replies.hasMore()) {
            throw new ReplyReader.MalformedReply("more than a reply came before the TLS handshake");
        }
        link.readTimeout(timeouts.command());
        return new Wire(link.startTls(terms), timeouts);
    }

    RemoteLink link() {
        return link;
    }

    /** From here on only {@link #abortIfOverdue} ends a read: a timeout of the link's own sets and clears a timer for each. */
    void relyOnWatch() throws IOException {
        link.readTimeout(Duration.ZERO);
        watched = true;
    }

    /** Ends a wait that lasts longer than it may. From any thread. */
    boolean abortIfOverdue(long nowNanos) {
        long deadline = deadlineNanos;
        if (deadline == NOT_WAITING || deadline - nowNanos > 0) {
            return false;
        }
        overdue = true;
        close();
        return true;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
        link.close();
    }

    private void waitAtMost(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        deadlineNanos = deadline == NOT_WAITING ? 1 : deadline;
    }

    private void send(byte[] octets, int offset, int length) throws IOException {
        waitAtMost(timeouts.data());
        try {
            link.out().write(octets, offset, length);
            link.out().flush();
        } finally {
            deadlineNanos = NOT_WAITING;
        }
    }

    private final class BufferedWire extends OutputStream {
        private final byte[] buffer = new byte[BUFFER_OCTETS];
        private int filled;

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            if (length > buffer.length - filled) {
                flush();
            }
            if (length >= buffer.length) {
                send(octets, offset, length);
            } else {
                System.arraycopy(octets, offset, buffer, filled, length);
                filled += length;
            }
        }

        @Override
        public void flush() throws IOException {
            if (filled > 0) {
                int octets = filled;
                filled = 0;
                send(buffer, 0, octets);
            }
        }
    }
}
