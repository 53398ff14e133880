package org.gatepost.workbench.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

class PercentilesTest {

    private static final long MILLI = 1_000_000;

    @Test
    void takesTheNearestRankWhateverTheOrder() {
        Percentiles hundred = Percentiles.of(LongStream.rangeClosed(1, 100).map(i -> (101 - i) * MILLI).toArray());
        assertEquals(50, hundred.millis(50));
        assertEquals(99, hundred.millis(99));
        assertEquals(100, hundred.millis(100));
        assertEquals(1, hundred.millis(0.5));
    }

    @Test
    void aSingleDurationIsEveryPercentile() {
        Percentiles one = Percentiles.of(new long[] {7 * MILLI});
        assertEquals(7, one.millis(1));
        assertEquals(7, one.millis(99));
    }

    @Test
    void nothingMeasuredIsNoFigure() {
        assertTrue(Double.isNaN(Percentiles.of(new long[0]).millis(50)));
    }

    @Test
    void refusesWhatIsNoPercentile() {
        Percentiles one = Percentiles.of(new long[] {MILLI});
        assertThrows(IllegalArgumentException.class, () -> one.millis(0));
        assertThrows(IllegalArgumentException.class, () -> one.millis(100.1));
    }
}
