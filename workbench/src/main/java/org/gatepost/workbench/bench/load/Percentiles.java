package org.gatepost.workbench.bench.load;

import java.util.Arrays;
import java.util.Locale;

/** Durations in order, to be asked for their percentiles. Immutable. */
public final class Percentiles {

    private static final double NANOS_PER_MILLI = 1e6;

    private final long[] nanos;

    private Percentiles(long[] nanos) {
        this.nanos = nanos;
    }

    /** Of these durations, in nanoseconds. */
    public static Percentiles of(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Percentiles(sorted);
    }

    public int count() {
        return nanos.length;
    }

    /**
     * The least duration that {@code percent} of them do not exceed (nearest rank), in milliseconds; NaN where there are none.
     *
     * @param percent above 0, at most 100
     */
    public double millis(double percent) {
        if (percent <= 0 || percent > 100) {
            throw new IllegalArgumentException("not a percentile: " + percent);
        }
        if (nanos.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(percent / 100 * nanos.length);
        return nanos[rank - 1] / NANOS_PER_MILLI;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "p50 %.2f ms, p99 %.2f ms, greatest %.2f ms, of %d", millis(50), millis(99), millis(100), count());
    }
}
