package org.gatepost.smtp.ra;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StagePermitsTest {

    private static final long SMALL = StagePermits.LARGE_OCTETS_MIN - 1;
    private static final long LARGE = StagePermits.LARGE_OCTETS_MIN;
    private static final Duration NONE = Duration.ZERO;
    private static final Duration LONG = Duration.ofMinutes(1);

    @ParameterizedTest
    @CsvSource({"128, 96, 8", "64, 48, 8", "16, 12, 2", "2, 1, 1"})
    void messagesHoldThreeQuartersAndLargeOnesAnEighthOrEightAndNotOneMore(int permits, int messages, int large) throws InterruptedException {
        StagePermits ofLarge = new StagePermits(permits, NONE);
        for (int i = 0; i < large; i++) {
            assertTrue(ofLarge.takeForMessage(LARGE, LONG), "large " + i);
        }
        assertFalse(ofLarge.takeForMessage(LARGE, LONG), "it waits for its own time alone, which is over");
        StagePermits all = new StagePermits(permits, NONE);
        for (int i = 0; i < messages; i++) {
            assertTrue(all.takeForMessage(SMALL, NONE), "message " + i);
        }
        assertFalse(all.takeForMessage(SMALL, NONE));
        for (int i = messages; i < permits; i++) {
            assertTrue(all.takeForCommand(NONE), "command " + i);
        }
        assertFalse(all.takeForCommand(NONE));
    }

    @Test
    void aLargeOneThatFoundNoPlaceAmongAllGivesItsTurnBack() throws InterruptedException {
        StagePermits permits = new StagePermits(2, NONE);
        assertTrue(permits.takeForCommand(NONE) && permits.takeForCommand(NONE));
        assertFalse(permits.takeForMessage(LARGE, NONE));
        permits.giveBackFromCommand();
        assertTrue(permits.takeForMessage(LARGE, NONE));
        permits.giveBackFromMessage(LARGE);
        assertTrue(permits.takeForMessage(LARGE, NONE));
    }

    @Test
    void aLargeOneWaitsLongerThanItIsGiven() throws InterruptedException {
        StagePermits permits = new StagePermits(2);
        assertTrue(permits.takeForMessage(LARGE, NONE));
        // Who would wait hears of the interrupt at once; who would not says no.
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> permits.takeForMessage(LARGE, NONE));
    }
}
