package org.gatepost.ee.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.gatepost.trace.TraceEvent;
import org.gatepost.trace.TraceEvent.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceRingTest {

    private static final TraceEvent EVENT = TraceEvent.of(Kind.CONNECT, Instant.parse("2026-11-23T12:00:00Z"), "");

    @Test
    void keepsAsManyEventsAsItMayAndCountsWhatItDrops(@TempDir Path directory) {
        TraceRing ring = TraceRing.over(null, directory, "node-1");
        for (int i = 0; i < TraceRing.EVENTS_MAX; i++) {
            ring.record(EVENT);
        }
        assertEquals(0, ring.dropped());
        ring.record(EVENT);
        ring.recordCommitted(List.of(EVENT));
        assertEquals(2, ring.dropped());
        assertEquals(TraceRing.EVENTS_MAX + 2, ring.counters().during(Duration.ofMinutes(1), EVENT.at().plusSeconds(1)).get(Kind.CONNECT), "counted all the same");
    }
}
