package org.gatepost.scan;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Spares an engine that fails: after some failures in a row it is open and lets only one question through at a time, and that no more often than
 * the probe interval says. A success closes it. Safe for use by many threads; its numbers come with each question, so that policy may change them.
 */
public final class Breaker {

    private final InstantSource steadyClock;
    private int failuresInARow;
    private boolean open;
    private boolean probing;
    private Instant nextProbe;

    /** @param steadyClock says how long something lasts; one that can be set would make it probe late */
    public Breaker(InstantSource steadyClock) {
        this.steadyClock = steadyClock;
        this.nextProbe = steadyClock.instant();
    }

    /** Whether a question may be asked. Who is told yes says afterwards {@link #succeeded}, {@link #failed} or {@link #gaveUp}. */
    public synchronized boolean admits() {
        if (!open) {
            return true;
        }
        Instant now = steadyClock.instant();
        if (probing || now.isBefore(nextProbe)) {
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
        nextProbe = steadyClock.instant().plus(probeEvery);
    }

    /** The question was not asked after all: nothing was learnt. */
    public synchronized void gaveUp() {
        probing = false;
    }

    public synchronized boolean isOpen() {
        return open;
    }
}
