package org.gatepost.ee.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProcessorLoadTest {

    private double inUse = 1;
    private int asked;
    private long now = Long.MAX_VALUE - 1_000;
    private final ProcessorLoad load = new ProcessorLoad(() -> {
        asked++;
        return inUse;
    }, () -> now);

    @Test
    void isMeasuredOverAQuarterOfASecondWhoeverAsks() {
        now += ProcessorLoad.MEASURED_OVER.toNanos() - 1;
        assertFalse(load.isShort(), "nothing is known yet");
        now++;
        assertTrue(load.isShort());
        inUse = 0;
        assertTrue(load.isShort());
        assertEquals(1, asked);
        now += ProcessorLoad.MEASURED_OVER.toNanos();
        assertFalse(load.isShort());
    }

    @Test
    void isShortFromItsLimitOnAndNotWhereItIsUnknown() {
        assertTrue(isShortWith(ProcessorLoad.SHORT_MIN));
        assertFalse(isShortWith(Math.nextDown(ProcessorLoad.SHORT_MIN)));
        assertFalse(isShortWith(-1));
        assertFalse(isShortWith(Double.NaN));
    }

    private boolean isShortWith(double part) {
        inUse = part;
        now += ProcessorLoad.MEASURED_OVER.toNanos();
        return load.isShort();
    }
}
