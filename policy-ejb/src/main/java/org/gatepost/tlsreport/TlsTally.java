package org.gatepost.tlsreport;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** Counts what connections came to, by day, until somebody takes the counts away. Safe for use by many threads. */
public final class TlsTally implements TlsOutcomes {

    /** Different ones at once; what would be one more is not counted. */
    public static final int KINDS_MAX = 10_000;

    private final InstantSource clock;
    private Map<Kind, Long> counts = new HashMap<>();
    private long uncounted;

    /** What is counted together: a day's connections that came to the same. Days are UTC's (RFC 8460 section 4.1). */
    public record Kind(LocalDate day, TlsOutcome outcome) {
    }

    public TlsTally(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void happened(TlsOutcome outcome) {
        add(new Kind(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), outcome), 1);
    }

    /** All counts since the last time. */
    public synchronized Map<Kind, Long> take() {
        Map<Kind, Long> taken = counts;
        counts = new HashMap<>();
        return taken;
    }

    /** Counts that could not be kept elsewhere. */
    public void giveBack(Map<Kind, Long> taken) {
        taken.forEach(this::add);
    }

    /** Connections that were not counted because there was no room, since the last time this was asked. */
    public synchronized long uncounted() {
        long lost = uncounted;
        uncounted = 0;
        return lost;
    }

    private synchronized void add(Kind kind, long connections) {
        if (counts.size() >= KINDS_MAX && !counts.containsKey(kind)) {
            uncounted += connections;
        } else {
            counts.merge(kind, connections, Long::sum);
        }
    }
}
