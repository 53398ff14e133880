package org.gatepost.scan;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final Duration PROBE = Duration.ofSeconds(1);

    private Instant now = Instant.EPOCH;
    private final Breaker breaker = new Breaker(() -> now);

    @Test
    void opensAfterFailuresInARowAndNotBefore() {
        fail(4);
        assertFalse(breaker.isOpen());
        breaker.succeeded();
        fail(4);
        assertTrue(breaker.admits());
        fail(1);
        assertTrue(breaker.isOpen());
        assertFalse(breaker.admits());
    }

    @Test
    void letsOneQuestionThroughEachInterval() {
        fail(5);
        now = now.plus(PROBE);
        assertTrue(breaker.admits());
        assertFalse(breaker.admits());
        now = now.plus(PROBE);
        assertFalse(breaker.admits(), "the probe has not come back");
        fail(1);
        assertFalse(breaker.admits());
        now = now.plus(PROBE);
        assertTrue(breaker.admits());
    }

    @Test
    void closesOnTheFirstSuccess() {
        fail(5);
        now = now.plus(PROBE);
        assertTrue(breaker.admits());
        breaker.succeeded();
        assertTrue(breaker.admits());
        assertTrue(breaker.admits());
    }

    @Test
    void aProbeThatWasNotAskedLeavesRoomForTheNext() {
        fail(5);
        now = now.plus(PROBE);
        assertTrue(breaker.admits());
        breaker.gaveUp();
        assertTrue(breaker.admits());
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.failed(5, PROBE);
        }
    }
}
