package org.gatepost.ee.delivery;

import java.time.Duration;

/**
 * How many connections one destination gets at once, and when it is tried again after it could not be reached.
 *
 * <p>Begins at two and gains one with each success, up to the channel's {@code maxjobs}. A connection refused beside others sets it to those that are
 * open; one that breaks, or hears 421, halves it, once for all that had begun by then. After either it gains slowly: one with every hundred successes.
 * A destination that cannot be reached at all, or breaks its only connection, is dead: it gets one probe at a time, further and further apart, until
 * it answers for a message. Not safe for use by many threads.
 */
final class Pace {

    /** After the first failure; doubled by each further one. */
    static final Duration PROBE_MIN = Duration.ofSeconds(1);
    static final Duration PROBE_MAX = Duration.ofSeconds(15);
    static final int BEGIN = 2;
    static final int SUCCESSES_AFTER_FAILURE = 100;

    private int allowed = BEGIN;
    private int successesNeeded = 1;
    private int successes;
    private int failures;
    private long probeNanos;
    private boolean shrunk;
    private long shrunkNanos;

    int allowed() {
        return allowed;
    }

    boolean isDead() {
        return failures > 0;
    }

    /** Whether a connection may be tried now. */
    boolean mayTry(long nowNanos) {
        return failures == 0 || nowNanos - probeNanos >= 0;
    }

    /** The next hop answered for a message, whatever it said. */
    void answered() {
        if (failures > 0) {
            failures = 0;
            allowed = BEGIN;
        }
    }

    void succeeded(int jobsMax) {
        answered();
        if (++successes >= successesNeeded) {
            successes = 0;
            allowed++;
        }
        allowed = Math.max(1, Math.min(allowed, jobsMax));
    }

    /** One more connection was too many; so many are open. */
    void refusedBeside(int open) {
        allowed = Math.max(1, open);
        growSlowly();
    }

    /** A connection broke, or heard 421, in a transaction that began then. */
    void broke(long begunNanos, long nowNanos) {
        if (shrunk && begunNanos - shrunkNanos < 0) {
            return;
        }
        if (allowed == 1) {
            failed(nowNanos);
        } else {
            allowed /= 2;
        }
        shrunk = true;
        shrunkNanos = nowNanos;
        growSlowly();
    }

    /** It cannot be reached at all. */
    void failed(long nowNanos) {
        allowed = 1;
        successes = 0;
        long wait = Math.min(PROBE_MAX.toNanos(), PROBE_MIN.toNanos() << Math.min(failures, 10));
        failures++;
        probeNanos = nowNanos + wait;
    }

    /** Somebody knows better: try at once. */
    void tryNow(long nowNanos) {
        probeNanos = nowNanos;
    }

    private void growSlowly() {
        successesNeeded = SUCCESSES_AFTER_FAILURE;
        successes = 0;
    }
}
