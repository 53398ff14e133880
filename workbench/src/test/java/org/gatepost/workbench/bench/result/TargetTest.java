package org.gatepost.workbench.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class TargetTest {

    private static Measurement found(double gatepost, double peer) {
        return new Measurement("accepted", "messages/s", List.of(gatepost), Optional.of(new Measurement.Beside("Postfix", List.of(peer))));
    }

    private static Measurement alone(double gatepost) {
        return new Measurement("p50", "ms", List.of(gatepost), Optional.empty());
    }

    @Test
    void aRatioIsReachedAtItsFigureAndMissedBelow() {
        Target six = Target.ratioAtLeast("accepted", 6);
        assertEquals(Verdict.REACHED, six.verdict(found(600, 100)));
        assertEquals(Verdict.MISSED, six.verdict(found(599, 100)));
    }

    @Test
    void aRatioWithoutAPeerIsNotMeasuredAndNotMissed() {
        assertEquals(Verdict.NOT_MEASURED, Target.ratioAtLeast("p50", 6).verdict(alone(600)));
    }

    @Test
    void anUpperBoundIsReachedAtItsFigureAndMissedAbove() {
        Target five = Target.atMost("p50", 5);
        assertEquals(Verdict.REACHED, five.verdict(alone(5)));
        assertEquals(Verdict.MISSED, five.verdict(alone(5.01)));
    }

    @Test
    void aValueIsJudgedWhateverRanBesideIt() {
        assertEquals(Verdict.REACHED, Target.atLeast("accepted", 500).verdict(found(500, 10_000)));
    }

    @Test
    void aTargetSaysItselfWithItsUnitAndARatioWithout() {
        assertEquals("<= 25 ms", Target.atMost("p99", 25).text("ms"));
        assertEquals("ratio >= 6", Target.ratioAtLeast("accepted", 6).text("messages/s"));
    }

    @Test
    void aFigureThatIsNoNumberIsNoTarget() {
        assertThrows(IllegalArgumentException.class, () -> Target.atMost("p99", Double.POSITIVE_INFINITY));
    }
}
