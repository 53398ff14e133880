package org.gatepost.throttle;

import java.time.Duration;
import java.time.Instant;

/**
 * How much of a quota is used. It refills all the time, and not at the end of a period: who has used it up in a second has half of it again after half the
 * period.
 *
 * @param used attempts that count, less what has been refilled until {@code at}
 * @param over whether there was none left for the last attempt
 * @param expires when all of it is refilled
 */
public record Meter(double used, Instant at, boolean over, Instant expires) implements LedgerEntry {

    /** However often a penalised client tries: after two periods of silence its quota is whole again. */
    static final int QUOTAS_MAX = 2;

    static Meter unused(Instant now) {
        return new Meter(0, now, false, now);
    }

    /** One attempt more. */
    Meter attempt(Quota quota, Instant now) {
        return attempts(1, quota, now);
    }

    /** So many attempts more, which are within the quota together or not at all. */
    Meter attempts(int more, Quota quota, Instant now) {
        double left = left(quota, now);
        boolean none = left + more > quota.attempts();
        double next = !none ? left + more : quota.penalizes() ? Math.min(left + more, (double) QUOTAS_MAX * quota.attempts()) : left;
        Instant later = now.isBefore(at) ? at : now;
        return new Meter(next, later, none, later.plus(emptied(next, quota)));
    }

    /** Whether one attempt more would be over it. */
    boolean isUsedUp(Quota quota, Instant now) {
        return left(quota, now) + 1 > quota.attempts();
    }

    private double left(Quota quota, Instant now) {
        return Math.max(0, used - refilled(quota, now));
    }

    /** Clocks of several nodes differ a little, and one that is behind refills nothing. */
    private double refilled(Quota quota, Instant now) {
        return now.isBefore(at) ? 0 : (double) Duration.between(at, now).toMillis() / quota.period().toMillis() * quota.attempts();
    }

    private static Duration emptied(double used, Quota quota) {
        return Duration.ofMillis((long) Math.ceil(used / quota.attempts() * quota.period().toMillis()));
    }
}
