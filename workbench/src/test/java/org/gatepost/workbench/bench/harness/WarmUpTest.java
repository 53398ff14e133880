package org.gatepost.workbench.bench.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;

import org.junit.jupiter.api.Test;

class WarmUpTest {

    private long now;

    @Test
    void endsWhenTwoRunsWereNoFaster() throws Exception {
        Iterator<Double> rates = DoubleStream.of(100, 200, 190, 300, 310, 290, 999).iterator();
        assertEquals(310, WarmUp.untilSteady(rates::next, this::muchLater));
        assertEquals(999, rates.next());
    }

    @Test
    void goesOnForItsLeastTimeHoweverSteady() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        long each = WarmUp.LEAST.dividedBy(10).toNanos();
        WarmUp.untilSteady(() -> {
            runs.incrementAndGet();
            now += each;
            return 100;
        }, () -> now);
        assertEquals(10, runs.get());
    }

    private long muchLater() {
        now += WarmUp.LEAST.toNanos();
        return now;
    }

    @Test
    void endsAfterSixtyRunsThatWereFasterEachTime() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        WarmUp.untilSteady(() -> Math.pow(2, runs.incrementAndGet()), this::muchLater);
        assertEquals(WarmUp.RUNS_MAX, runs.get());
    }
}
