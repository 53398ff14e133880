package org.gatepost.throttle;

import java.time.Duration;
import java.time.Instant;

/**
 * Somebody who has come once and is to come again.
 *
 * @param first when it came first
 * @param passed whether it has come again in time
 */
public record Greylisted(Instant first, boolean passed, Instant expires) implements LedgerEntry {

    /**
     * How long what lasts.
     *
     * @param block until then it is too early
     * @param resubmit until then it must have come again
     * @param inactivity who has passed is remembered so long after it came last
     */
    public record Times(Duration block, Duration resubmit, Duration inactivity) {

        public static final Times DEFAULT = new Times(Duration.ofMinutes(5), Duration.ofHours(4), Duration.ofDays(36));

        public Times {
            if (block.isNegative() || resubmit.compareTo(block) <= 0 || inactivity.compareTo(resubmit) < 0) {
                throw new IllegalArgumentException("times of greylisting rise from block to resubmit to inactivity: " + block + ", " + resubmit + ", " + inactivity);
            }
        }
    }

    static Greylisted first(Instant now, Times times) {
        return new Greylisted(now, false, now.plus(times.resubmit()));
    }

    /** It has come again. */
    Greylisted again(Instant now, Times times) {
        if (now.isAfter(expires)) {
            return first(now, times);
        }
        return passed || !now.isBefore(first.plus(times.block())) ? new Greylisted(first, true, now.plus(times.inactivity())) : this;
    }
}
