package org.gatepost.workbench.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class RecentDeathsTest {

    private final RecentDeaths recent = new RecentDeaths();
    // Near the end of its range, where sums overflow: System.nanoTime() may begin anywhere.
    private long now = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();

    @Test
    void thePauseGrowsWithEachDeathAndTheSixthWithinAMinuteIsOneTooMany() {
        List<Duration> pauses = new ArrayList<>();
        for (int i = 1; i < RecentDeaths.MAX; i++) {
            dieAfter(Duration.ofSeconds(2));
            assertFalse(recent.areTooMany(), "death " + i);
            pauses.add(recent.pauseBeforeRestart());
        }
        assertEquals(List.of(1L, 2L, 4L, 4L, 4L), pauses.stream().map(Duration::toSeconds).toList());
        dieAfter(Duration.ZERO);
        assertTrue(recent.areTooMany());
    }

    @Test
    void deathsThatAreMoreThanAMinuteApartNeverAddUp() {
        for (int i = 0; i < 100; i++) {
            dieAfter(RecentDeaths.WITHIN.plusNanos(1));
            assertFalse(recent.areTooMany());
            assertEquals(Duration.ofSeconds(1), recent.pauseBeforeRestart());
        }
    }

    @Test
    void fiveAMinuteGoOnForEver() {
        for (int i = 0; i < 100; i++) {
            dieAfter(RecentDeaths.WITHIN.dividedBy(RecentDeaths.MAX - 1).plusNanos(1));
            assertFalse(recent.areTooMany());
        }
        assertEquals(Duration.ofSeconds(4), recent.pauseBeforeRestart());
    }

    @Test
    void everyStartComesWithinFiveSeconds() {
        for (int i = 1; i < RecentDeaths.MAX; i++) {
            dieAfter(Duration.ZERO);
            assertTrue(recent.pauseBeforeRestart().compareTo(Duration.ofSeconds(5)) < 0);
        }
    }

    private void dieAfter(Duration pause) {
        now += pause.toNanos();
        recent.add(now);
    }
}
