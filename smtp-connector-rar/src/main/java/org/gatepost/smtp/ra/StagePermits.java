package org.gatepost.smtp.ra;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many stages may be with policy at once. Waiting is fair and bounded; messages hold at most three quarters, so that slow scans never starve
 * RCPT. Safe for all threads.
 */
final class StagePermits {

    private final Semaphore all;
    private final Semaphore ofMessages;

    /** @param permits at least 2: the size of the bean's pool */
    StagePermits(int permits) {
        this.all = new Semaphore(permits, true);
        this.ofMessages = new Semaphore(Math.max(1, permits * 3 / 4), true);
    }

    /** One permit, or false where none came free in time. */
    boolean takeForCommand(Duration patience) throws InterruptedException {
        return all.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** One permit of the messages' share, or false where none came free in time. */
    boolean takeForMessage(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        if (!ofMessages.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        boolean taken = false;
        try {
            taken = all.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } finally {
            if (!taken) {
                ofMessages.release();
            }
        }
        return taken;
    }

    void giveBackFromCommand() {
        all.release();
    }

    void giveBackFromMessage() {
        all.release();
        ofMessages.release();
    }
}
