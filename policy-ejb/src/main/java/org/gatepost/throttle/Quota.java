package org.gatepost.throttle;

import java.time.Duration;

/**
 * How many attempts there may be in a period.
 *
 * @param penalizes whether attempts count that were over it: such a client must be silent before it is heard again, and does not settle at the rate allowed
 */
public record Quota(int attempts, Duration period, boolean penalizes) {

    /** A period is no longer. */
    public static final Duration PERIOD_MAX = Duration.ofDays(31);

    public Quota {
        if (attempts < 1) {
            throw new IllegalArgumentException("a quota is at least 1, not " + attempts);
        }
        if (period.compareTo(Duration.ofSeconds(1)) < 0 || period.compareTo(PERIOD_MAX) > 0) {
            throw new IllegalArgumentException("a quota's period is from 1 s to " + PERIOD_MAX.toDays() + " days, not " + period);
        }
    }
}
