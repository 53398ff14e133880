package org.gatepost.ee.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class PrecedenceTest {

    private static final long NOW = Long.MAX_VALUE - 1_000;
    private static final long LONG_AGO = NOW - TimeUnit.SECONDS.toNanos(10) - 1;
    private boolean processorsShort = true;
    private final Precedence precedence = new Precedence(Duration.ofSeconds(10), () -> processorsShort);

    @Test
    void oneDeliveryForFourMessagesWhileManyComeAndNoProcessorIsLeft() {
        come(Precedence.MANY_MESSAGES_MIN);
        assertTrue(precedence.yields());
        assertEquals(6, precedence.mayBegin(100, NOW, NOW));
        for (int turn = 0; turn < 6; turn++) {
            assertTrue(precedence.mayBegin(NOW, NOW), "turn " + turn);
        }
        assertFalse(precedence.mayBegin(NOW, NOW));
        assertEquals(0, precedence.mayBegin(100, NOW, NOW));
    }

    @Test
    void turnsNotTakenAreNotKept() {
        come(4_000);
        come(40);
        assertEquals(10, precedence.mayBegin(100, NOW, NOW));
    }

    @Test
    void whatHasWaitedLongEnoughTakesNoTurn() {
        come(Precedence.MANY_MESSAGES_MIN);
        assertEquals(100, precedence.mayBegin(100, LONG_AGO, NOW));
        for (int turn = 0; turn < 100; turn++) {
            assertTrue(precedence.mayBegin(LONG_AGO, NOW));
        }
        assertEquals(6, precedence.mayBegin(100, NOW, NOW));
    }

    @Test
    void nothingYieldsWhereFewCome() {
        come(Precedence.MANY_MESSAGES_MIN - 1);
        assertFree();
    }

    @Test
    void nothingYieldsWhereProcessorsAreLeft() {
        processorsShort = false;
        come(1_000);
        assertFree();
    }

    @Test
    void nothingYieldsWhereItIsSwitchedOff() {
        Precedence off = new Precedence(Duration.ZERO, () -> true);
        for (int i = 0; i < 1_000; i++) {
            off.came();
        }
        off.look();
        assertFalse(off.yields());
    }

    @Test
    void endsWithTheNextLookWhenNoMoreCome() {
        come(1_000);
        precedence.look();
        assertFree();
    }

    private void assertFree() {
        assertFalse(precedence.yields());
        assertTrue(precedence.mayBegin(NOW, NOW));
        assertEquals(100, precedence.mayBegin(100, NOW, NOW));
    }

    private void come(int messages) {
        for (int i = 0; i < messages; i++) {
            precedence.came();
        }
        precedence.look();
    }
}
