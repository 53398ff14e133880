package org.gatepost.smtp.ra;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.gatepost.smtp.protocol.TlsSession;
import org.gatepost.smtp.session.HandshakeFailed;
import org.gatepost.smtp.session.Link;
import org.gatepost.smtp.tls.ServerTls;

/** A link over a TCP connection. */
final class SocketLink implements Link {

    private static final int LINGER_READS_MAX = 64;
    private static final int LINGER_MILLIS = 250;

    private static final long NOT_WAITING = 0;

    private final Socket socket;
    private final ReadWatch watch;
    private final ServerTls tls;
    private final EndedInput below;
    private final WatchedInput input;
    // Others write too: who stops a session says so itself.
    private volatile OutputStream output;
    private Socket layer;
    // Far away, and no overflow in sums.
    private long patienceNanos = Long.MAX_VALUE / 2;
    private volatile long deadlineNanos = NOT_WAITING;
    private volatile boolean overdue;
    private final CountDownLatch closed = new CountDownLatch(1);

    SocketLink(Socket socket, ReadWatch watch, ServerTls tls) throws IOException {
        this.socket = socket;
        this.layer = socket;
        this.watch = watch;
        this.tls = tls;
        socket.setTcpNoDelay(true);
        this.below = new EndedInput(socket.getInputStream());
        this.input = new WatchedInput(below);
        this.output = socket.getOutputStream();
        watch.add(this);
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return output;
    }

    /** Kept by the {@link ReadWatch}, up to its interval late. */
    @Override
    public void setReadTimeout(Duration patience) {
        patienceNanos = patience.toNanos();
    }

    /** What is heard lies below TLS, where there is some: a client that speaks is heard, whatever it says. */
    @Override
    public boolean hearsWithin(Duration wait) throws IOException {
        return below.hearsWithin(wait);
    }

    @Override
    public void pause(Duration pause) {
        try {
            closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean canEncrypt() {
        return tls.isAvailable();
    }

    /** The patience is kept by the {@link ReadWatch} as well: it ends the socket's input, and the handshake finds its end. */
    @Override
    public TlsSession startTls(boolean asksCertificate, Duration patience) throws HandshakeFailed {
        beginWait(patience.toNanos());
        try {
            ServerTls.Layer agreed = tls.handshake(new WatchedSocket(socket, below), asksCertificate);
            layer = agreed.socket();
            input.in = layer.getInputStream();
            output = layer.getOutputStream();
            return agreed.session();
        } catch (IOException | RuntimeException e) {
            throw new HandshakeFailed(isOverdue() ? "not done within " + patience.toSeconds() + " s" : String.valueOf(e.getMessage()));
        } finally {
            deadlineNanos = NOT_WAITING;
        }
    }

    private void beginWait(long nanos) {
        long deadline = System.nanoTime() + nanos;
        deadlineNanos = deadline == NOT_WAITING ? 1 : deadline;
    }

    /** Ends a read that outlasts the patience: it finds the end of the stream. Replies can still be written. For any thread. */
    void endOverdueRead(long nowNanos) {
        long deadline = deadlineNanos;
        if (deadline == NOT_WAITING || deadline - nowNanos > 0 || overdue) {
            return;
        }
        overdue = true;
        try {
            socket.shutdownInput();
        } catch (IOException e) {
            System.getLogger(SocketLink.class.getName()).log(System.Logger.Level.DEBUG, "the client was gone before its time was up", e);
        }
    }

    /** Whether a read or the handshake was ended because it lasted too long. */
    boolean isOverdue() {
        return overdue;
    }

    /** A connection closed with input unread is reset, and the client may never see why we hung up: what still comes is read for a moment. */
    @Override
    public void finish() {
        try {
            layer.shutdownOutput();
            socket.setSoTimeout(LINGER_MILLIS);
            byte[] forgotten = new byte[4 << 10];
            for (int i = 0; i < LINGER_READS_MAX && input.read(forgotten) >= 0; i++) {
                continue;
            }
        } catch (IOException e) {
            System.getLogger(SocketLink.class.getName()).log(System.Logger.Level.TRACE, "the client did not wait for our end", e);
        }
        close();
    }

    @Override
    public void close() {
        closed.countDown();
        watch.remove(this);
        try {
            socket.close();
        } catch (IOException e) {
            System.getLogger(SocketLink.class.getName()).log(System.Logger.Level.DEBUG, "closing a connection", e);
        }
    }

    private final class WatchedInput extends InputStream {

        private InputStream in;

        WatchedInput(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            beginWait(patienceNanos);
            try {
                return in.read(into, offset, length);
            } finally {
                deadlineNanos = NOT_WAITING;
            }
        }
    }

    /** Tells an end that was made from the client's own. Below TLS, which takes an end for the end of both directions, and a timeout for none. */
    private final class EndedInput extends InputStream {

        private static final int NOTHING = -1;

        private final InputStream in;
        private int heard = NOTHING;

        EndedInput(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (heard != NOTHING && length > 0) {
                into[offset] = (byte) heard;
                heard = NOTHING;
                return 1;
            }
            int count = in.read(into, offset, length);
            if (count < 0 && overdue) {
                throw new SocketTimeoutException("nothing came in time");
            }
            return count;
        }

        /** The octet it waits for is given to the next read. */
        boolean hearsWithin(Duration wait) throws IOException {
            socket.setSoTimeout((int) Math.max(1, wait.toMillis()));
            byte[] one = new byte[1];
            try {
                heard = in.read(one, 0, 1) < 0 ? NOTHING : one[0] & 255;
            } catch (SocketTimeoutException e) {
                return false;
            } finally {
                socket.setSoTimeout(0);
            }
            return heard != NOTHING;
        }
    }
}
