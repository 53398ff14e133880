package org.gatepost.scan;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Spares an engine that fails: after some failures in a row it is open and lets only one question through at a time, and that no more often than
 * the probe interval says. A success closes it. Safe for use by many threads; its numbers come with each question, so that policy may change them.
 */
public final class Breaker {

    private final InstantSource clock;
    private int failuresInARow;
    private boolean open;
    private boolean probing;
    private Instant failedAt;
    private Instant nextProbe;

    public Breaker(InstantSource clock) {
        this.clock = clock;
        this.failedAt = clock.instant();
        this.nextProbe = failedAt;
    }

    /** Whether a question may be asked. Who is told yes says afterwards {@link #succeeded}, {@link #failed} or {@link #gaveUp}. */
    public synchronized boolean admits() {
        if (!open) {
            return true;
        }
        Instant now = clock.instant();
        // A clock that was set back must not keep it closed to questions for as long as it was set back.
        if (probing || now.isBefore(nextProbe) && !now.isBefore(failedAt)) {
            return false;
        }
        probing = true;
        return true;
    }

    /** It answered: closed. */
    public synchronized void succeeded() {
        failuresInARow = 0;
        open = false;
        probing = false;
    }

    /** It did not answer, or not in words we understand. */
    public synchronized void failed(int failuresMax, Duration probeEvery) {
        failuresInARow = Math.min(failuresInARow + 1, Integer.MAX_VALUE - 1);
        open = open || failuresInARow >= failuresMax;
        probing = false;
        failedAt = clock.instant();
        nextProbe = failedAt.plus(probeEvery);
    }

    /** The question was not asked after all: nothing was learnt. */
    public synchronized void gaveUp() {
        probing = false;
    }

    public synchronized boolean isOpen() {
        return open;
    }
}
