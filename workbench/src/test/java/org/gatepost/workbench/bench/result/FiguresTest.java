package org.gatepost.workbench.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import org.junit.jupiter.api.Test;

class FiguresTest {

    private static Measurement measurement(List<Double> runs, List<Double> beside) {
        return new Measurement("accepted", "messages/s", runs, Optional.of(new Measurement.Beside("Postfix", beside)));
    }

    @Test
    void theMedianOfAnOddNumberIsTheMiddleOneWhateverTheOrder() {
        assertEquals(3, Figures.median(List.of(9.0, 1.0, 3.0)));
    }

    @Test
    void theMedianOfAnEvenNumberLiesHalfwayBetweenTheTwoInTheMiddle() {
        assertEquals(2.5, Figures.median(List.of(4.0, 1.0, 3.0, 2.0)));
    }

    @Test
    void theRatioIsThatOfTheMedians() {
        assertEquals(OptionalDouble.of(3), measurement(List.of(100.0, 300.0, 900.0), List.of(50.0, 100.0, 1_000.0)).ratio());
    }

    @Test
    void thereIsNoRatioToNothing() {
        assertEquals(OptionalDouble.empty(), measurement(List.of(1.0), List.of(0.0)).ratio());
        assertEquals(OptionalDouble.empty(), new Measurement("p50", "ms", List.of(1.0), Optional.empty()).ratio());
    }

    @Test
    void aMeasurementHasAtLeastOneRunAndOnlyNumbers() {
        assertThrows(IllegalArgumentException.class, () -> measurement(List.of(), List.of(1.0)));
        assertThrows(IllegalArgumentException.class, () -> measurement(List.of(Double.NaN), List.of(1.0)));
    }

    @Test
    void aFigureIsWrittenWithThreeDigitsAndNoZerosAtItsEnd() {
        assertEquals("12346", Figures.text(12_345.6));
        assertEquals("100", Figures.text(100));
        assertEquals("12.3", Figures.text(12.34));
        assertEquals("5", Figures.text(5));
        assertEquals("0.05", Figures.text(0.05));
    }
}
