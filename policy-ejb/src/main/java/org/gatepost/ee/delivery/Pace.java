package org.gatepost.ee.delivery;

import java.time.Duration;

/**
 * How many connections one destination gets at once, and when it is tried again after it could not be reached. Begins at two, gains one with each
 * success up to the channel's {@code maxjobs}; a refused connection beside others takes one back, and from then on it gains slowly. A destination
 * that cannot be reached at all gets one probe at a time, further and further apart. Not safe for use by many threads.
 */
final class Pace {

    /** After the first failure; doubled by each further one. */
    static final Duration PROBE_MIN = Duration.ofSeconds(1);
    static final Duration PROBE_MAX = Duration.ofSeconds(15);
    private static final int BEGIN = 2;
    private static final int SUCCESSES_AFTER_REFUSAL = 100;

    private int allowed = BEGIN;
    private int successesNeeded = 1;
    private int successes;
    private int failures;
    private long probeNanos;

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

    void reached() {
        if (failures > 0) {
            failures = 0;
            allowed = BEGIN;
        }
    }

    void succeeded(int jobsMax) {
        reached();
        if (++successes >= successesNeeded) {
            successes = 0;
            allowed++;
        }
        allowed = Math.max(1, Math.min(allowed, jobsMax));
    }

    /** One more connection was too many; so many are open. */
    void refusedBeside(int open) {
        allowed = Math.max(1, open);
        successesNeeded = SUCCESSES_AFTER_REFUSAL;
        successes = 0;
    }

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
}
