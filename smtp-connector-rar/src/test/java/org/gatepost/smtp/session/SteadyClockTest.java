package org.gatepost.smtp.session;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

class SteadyClockTest {

    @Test
    void runsForwardAndBeginsWithItself() {
        SteadyClock clock = new SteadyClock();
        Instant before = clock.instant();
        Instant after = clock.instant();
        assertFalse(after.isBefore(before));
        assertTrue(before.isBefore(Instant.EPOCH.plus(Duration.ofHours(1))), "it must not follow the machine's date: " + before);
    }
}
