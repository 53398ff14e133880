package org.gatepost.smtp.ra;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many stages may be with policy at once. Waiting is fair and bounded; messages hold at most three quarters, so that slow scans never starve
 * RCPT, and large ones at most an eighth and no more than {@link #LARGE_MESSAGES_MAX}, so that what takes long to scan and to write never keeps small ones waiting. Safe for all threads.
 */
final class StagePermits {

    /** From this size on a content is a large one. */
    static final long LARGE_OCTETS_MIN = 1 << 20;
    /** Large ones at once: each writes for seconds, and has a connection of the database's for much of it. */
    static final int LARGE_MESSAGES_MAX = 8;
    /** How long a large one waits for its turn, of the ten minutes a client waits after the final dot (RFC 5321 section 4.5.3.2.6). */
    static final Duration LARGE_PATIENCE = Duration.ofMinutes(5);

    private final Semaphore all;
    private final Semaphore ofMessages;
    private final Semaphore ofLarge;
    private final Duration largePatience;

    /** @param permits at least 2: the size of the bean's pool */
    StagePermits(int permits) {
        this(permits, LARGE_PATIENCE);
    }

    StagePermits(int permits, Duration largePatience) {
        this.all = new Semaphore(permits, true);
        this.ofMessages = new Semaphore(Math.max(1, permits * 3 / 4), true);
        this.ofLarge = new Semaphore(Math.clamp(permits / 8, 1, LARGE_MESSAGES_MAX), true);
        this.largePatience = largePatience;
    }

    /** One permit, or false where none came free in time. */
    boolean takeForCommand(Duration patience) throws InterruptedException {
        return all.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** One permit of the messages' share, or false where none came free in time; a large one has more patience than it is given. */
    boolean takeForMessage(long octets, Duration patience) throws InterruptedException {
        if (octets < LARGE_OCTETS_MIN) {
            return takeOf(ofMessages, all, patience);
        }
        long deadline = System.nanoTime() + largePatience.toNanos();
        if (!ofLarge.tryAcquire(largePatience.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        boolean taken = false;
        try {
            taken = takeOf(ofMessages, all, Duration.ofNanos(deadline - System.nanoTime()));
        } finally {
            if (!taken) {
                ofLarge.release();
            }
        }
        return taken;
    }

    private static boolean takeOf(Semaphore share, Semaphore whole, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        if (!share.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        boolean taken = false;
        try {
            taken = whole.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } finally {
            if (!taken) {
                share.release();
            }
        }
        return taken;
    }

    void giveBackFromCommand() {
        all.release();
    }

    void giveBackFromMessage(long octets) {
        all.release();
        ofMessages.release();
        if (octets >= LARGE_OCTETS_MIN) {
            ofLarge.release();
        }
    }
}
