package org.gatepost.ee.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class PaceTest {

    private static final int JOBS_MAX = 10;
    private final Pace pace = new Pace();
    private long now = Long.MAX_VALUE - 1_000;

    @Test
    void growsWithEachSuccessUpToTheChannelsJobs() {
        assertEquals(Pace.BEGIN, pace.allowed());
        pace.succeeded(JOBS_MAX);
        assertEquals(Pace.BEGIN + 1, pace.allowed());
        succeed(20);
        assertEquals(JOBS_MAX, pace.allowed());
        pace.succeeded(4);
        assertEquals(4, pace.allowed(), "policy lowered it");
    }

    @Test
    void aBrokenConnectionHalvesItOnceForAllThatHadBegun() {
        succeed(20);
        long begun = now;
        now++;
        pace.broke(begun, now);
        pace.broke(begun, now);
        pace.broke(begun, now);
        assertEquals(5, pace.allowed());
        pace.broke(now + 1, now + 2);
        assertEquals(2, pace.allowed());
    }

    @Test
    void growsSlowlyOnceItHasHeardWhatIsTooMuch() {
        succeed(20);
        pace.refusedBeside(3);
        assertEquals(3, pace.allowed());
        succeed(Pace.SUCCESSES_AFTER_FAILURE - 1);
        assertEquals(3, pace.allowed());
        succeed(1);
        assertEquals(4, pace.allowed());
    }

    @Test
    void aDestinationThatBreaksItsOnlyConnectionIsDead() {
        pace.broke(now, now + 1);
        assertEquals(1, pace.allowed());
        assertFalse(pace.isDead());
        pace.broke(now + 2, now + 3);
        assertTrue(pace.isDead());
        assertFalse(pace.mayTry(now + 3));
    }

    @Test
    void probesADeadDestinationFurtherAndFurtherApart() {
        for (long seconds : new long[] {1, 2, 4, 8, 15, 15}) {
            pace.failed(now);
            now += Duration.ofSeconds(seconds).toNanos();
            assertFalse(pace.mayTry(now - 1));
            assertTrue(pace.mayTry(now));
            assertEquals(1, pace.allowed());
        }
        pace.answered();
        assertFalse(pace.isDead());
        assertEquals(Pace.BEGIN, pace.allowed());
        pace.failed(now);
        assertTrue(pace.mayTry(now + Pace.PROBE_MIN.toNanos()), "it begins anew");
    }

    @Test
    void whoKnowsBetterMayHaveItTriedAtOnce() {
        pace.failed(now);
        pace.tryNow(now);
        assertTrue(pace.mayTry(now));
    }

    private void succeed(int times) {
        for (int i = 0; i < times; i++) {
            pace.succeeded(JOBS_MAX);
        }
    }
}
