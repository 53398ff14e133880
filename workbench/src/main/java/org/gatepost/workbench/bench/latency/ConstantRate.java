package org.gatepost.workbench.bench.latency;

/**
 * When each message of a constant rate is due. The load is open: a message is due at its time whether or not the server has answered those before
 * it, so that a server that stalls is charged with everything that had to wait meanwhile (the correction for coordinated omission).
 *
 * @param perSecond messages a second over all connections
 * @param warmUpSeconds of load whose figures do not count
 * @param seconds of load that is measured
 */
record ConstantRate(double perSecond, int warmUpSeconds, int seconds) {

    private static final double NANOS = 1e9;

    ConstantRate {
        if (!(perSecond > 0) || warmUpSeconds < 0 || seconds < 1) {
            throw new IllegalArgumentException("no load: " + perSecond + " a second for " + seconds + " s");
        }
    }

    /** How many messages there are in all. */
    long messages() {
        return (long) (perSecond * (warmUpSeconds + seconds));
    }

    /** Nanoseconds from the beginning to the time at which message {@code number}, from 0 on, is due. */
    long dueNanos(long number) {
        return (long) (number * NANOS / perSecond);
    }

    boolean counts(long number) {
        return number >= (long) (perSecond * warmUpSeconds);
    }

    /**
     * What a reply is charged with: the time from the end of data to the reply, and how much later than due its transaction began, since no
     * connection was free before. All in nanoseconds.
     */
    static long charged(long due, long begun, long dataEnded, long replied) {
        return Math.max(0, begun - due) + (replied - dataEnded);
    }
}
