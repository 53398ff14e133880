package org.gatepost.workbench.bench.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ConstantRateTest {

    private static final ConstantRate RATE = new ConstantRate(500, 2, 10);

    @Test
    void messagesAreDueAtEqualDistances() {
        assertEquals(0, RATE.dueNanos(0));
        assertEquals(2_000_000, RATE.dueNanos(1));
        assertEquals(1_000_000_000, RATE.dueNanos(500));
    }

    @Test
    void onlyWhatIsDueAfterTheWarmUpCounts() {
        assertEquals(6_000, RATE.messages());
        assertFalse(RATE.counts(999));
        assertTrue(RATE.counts(1_000));
    }

    @Test
    void aMessageThatBeganInTimeIsChargedWithItsReplyAlone() {
        assertEquals(30, ConstantRate.charged(1_000, 1_000, 1_200, 1_230));
    }

    @Test
    void aMessageThatHadToWaitForAConnectionIsChargedWithTheWaitToo() {
        assertEquals(530, ConstantRate.charged(1_000, 1_500, 1_700, 1_730));
    }

    @Test
    void noRateIsNoLoad() {
        assertThrows(IllegalArgumentException.class, () -> new ConstantRate(0, 2, 10));
        assertThrows(IllegalArgumentException.class, () -> new ConstantRate(Double.NaN, 2, 10));
    }

    @Test
    void whatTheClientSaysIsReadAsItWasMeant() {
        Latencies said = new Latencies(12_000, 1.25, 10.5, 99, 3);
        assertEquals(said, Latencies.parse("a warning of the virtual machine\n" + said.line()));
        assertThrows(IllegalArgumentException.class, () -> Latencies.parse("java.io.IOException: the server said: 451"));
    }
}
