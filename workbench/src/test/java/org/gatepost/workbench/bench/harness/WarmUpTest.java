package org.gatepost.workbench.bench.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;

import org.junit.jupiter.api.Test;

class WarmUpTest {

    @Test
    void endsWhenTwoRunsWereNoFaster() throws Exception {
        Iterator<Double> rates = DoubleStream.of(100, 200, 190, 300, 310, 290, 999).iterator();
        assertEquals(310, WarmUp.untilSteady(rates::next));
        assertEquals(999, rates.next());
    }

    @Test
    void endsAfterTwelveRunsThatWereFasterEachTime() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        WarmUp.untilSteady(() -> Math.pow(2, runs.incrementAndGet()));
        assertEquals(WarmUp.RUNS_MAX, runs.get());
    }
}
