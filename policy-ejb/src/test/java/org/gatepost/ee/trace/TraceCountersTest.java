package org.gatepost.ee.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;

import org.gatepost.trace.TraceEvent;
import org.gatepost.trace.TraceEvent.Kind;
import org.junit.jupiter.api.Test;

class TraceCountersTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final TraceCounters counters = new TraceCounters();

    @Test
    void countsEachKindByTheMinute() {
        counters.count(TraceEvent.of(Kind.ACCEPT, NOON, ""));
        counters.count(TraceEvent.of(Kind.ACCEPT, NOON.plusSeconds(200), ""));
        counters.count(TraceEvent.of(Kind.DELIVER, NOON.plusSeconds(200), ""));
        Instant now = NOON.plusSeconds(230);
        assertEquals(1, counters.during(Duration.ofMinutes(1), now).get(Kind.ACCEPT));
        assertEquals(2, counters.during(Duration.ofMinutes(5), now).get(Kind.ACCEPT));
        assertEquals(1, counters.during(Duration.ofMinutes(5), now).get(Kind.DELIVER));
        assertEquals(0, counters.during(Duration.ofHours(1), now).get(Kind.DSN));
    }

    @Test
    void forgetsAfterAnHour() {
        counters.count(TraceEvent.of(Kind.ACCEPT, NOON, ""));
        Instant later = NOON.plus(Duration.ofMinutes(61));
        counters.count(TraceEvent.of(Kind.ACCEPT, later, ""));
        assertEquals(1, counters.during(Duration.ofHours(1), later).get(Kind.ACCEPT));
        // One that comes too late does not wipe out the minute that has its place.
        counters.count(TraceEvent.of(Kind.ACCEPT, NOON, ""));
        assertEquals(1, counters.during(Duration.ofHours(1), later).get(Kind.ACCEPT));
    }
}
