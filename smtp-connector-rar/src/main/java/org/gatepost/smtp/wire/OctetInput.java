package org.gatepost.smtp.wire;

import java.io.IOException;
import java.io.InputStream;

/**
 * What the peer sends, octet by octet. Holds a small buffer while commands are read, so that an idle session costs little, and a large one only
 * while content flows. For one thread.
 */
public final class OctetInput {

    private static final int SMALL = 256;
    /** Octets of the buffer while content flows. */
    public static final int LARGE = 16 << 10;
    private static final byte[] NONE = {};

    private final InputStream in;
    private final BeforeWait beforeWait;
    private int fillOctets = SMALL;
    private byte[] buffer = NONE;
    private int next;
    private int limit;

    /** What is to be done before a read that may wait: flush what we owe the peer, set the timeout. */
    @FunctionalInterface
    public interface BeforeWait {
        void run() throws IOException;
    }

    public OctetInput(InputStream in, BeforeWait beforeWait) {
        this.in = in;
        this.beforeWait = beforeWait;
    }

    /** Over a stream whose timeout and flushing are somebody else's. */
    public OctetInput(InputStream in) {
        this(in, () -> { });
    }

    /** The next octet, 0 to 255, or -1 at the end of the stream. Waits. */
    public int read() throws IOException {
        if (next == limit && !fill()) {
            return -1;
        }
        return buffer[next++] & 255;
    }

    /** Whether more has come that was not read yet. Never waits. */
    public boolean hasBuffered() {
        return next < limit;
    }

    /**
     * Content follows.
     *
     * @param large read in pieces of {@link #LARGE} octets from here on, else in small ones as before: slower, but for next to no memory
     */
    public void expectContent(boolean large) {
        fillOctets = large ? LARGE : SMALL;
    }

    /** Reads in small pieces again, and gives the large buffer back as soon as it is used up. */
    public void expectCommands() {
        fillOctets = SMALL;
    }

    /** Forgets what came and was not read: after a hang-up it must never be executed. */
    public void discard() {
        next = limit;
    }

    private boolean fill() throws IOException {
        beforeWait.run();
        if (buffer.length != fillOctets) {
            buffer = new byte[fillOctets];
        }
        next = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }
}
