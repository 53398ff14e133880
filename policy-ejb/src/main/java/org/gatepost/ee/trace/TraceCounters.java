package org.gatepost.ee.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

import org.gatepost.trace.TraceEvent;

/** How much of each kind happened on this node lately: counts by the minute for the last hour. Safe for use by many threads. */
public final class TraceCounters {

    private static final int MINUTES = 61;

    private final long[][] counts = new long[MINUTES][TraceEvent.Kind.values().length];
    private final long[] minutes = new long[MINUTES];

    synchronized void count(TraceEvent event) {
        long minute = event.at().getEpochSecond() / 60;
        int slot = (int) Math.floorMod(minute, (long) MINUTES);
        if (minutes[slot] < minute) {
            minutes[slot] = minute;
            counts[slot] = new long[TraceEvent.Kind.values().length];
        }
        if (minutes[slot] == minute) {
            counts[slot][event.kind().ordinal()]++;
        }
    }

    /** Counts of every kind in the minutes that end with {@code now}, the running one included; at most an hour. */
    public synchronized Map<TraceEvent.Kind, Long> during(Duration last, Instant now) {
        long newest = now.getEpochSecond() / 60;
        long oldest = newest - Math.min(last.toMinutes(), MINUTES - 1L);
        Map<TraceEvent.Kind, Long> sums = new EnumMap<>(TraceEvent.Kind.class);
        for (TraceEvent.Kind kind : TraceEvent.Kind.values()) {
            long sum = 0;
            for (int slot = 0; slot < MINUTES; slot++) {
                if (minutes[slot] >= oldest && minutes[slot] <= newest) {
                    sum += counts[slot][kind.ordinal()];
                }
            }
            sums.put(kind, sum);
        }
        return sums;
    }
}
