package org.gatepost.workbench.bench.throughput;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class ThroughputTest {

    private static Throughput.Run run(int messages, int acceptedMillis, int deliveredMillis) {
        return new Throughput.Run("Postfix", true, messages, Duration.ofMillis(acceptedMillis), Duration.ofMillis(deliveredMillis));
    }

    @Test
    void ratesCountFromTheBeginningOfTheRun() {
        assertEquals(1_000, run(5_000, 5_000, 10_000).acceptedPerSecond());
        assertEquals(500, run(5_000, 5_000, 10_000).deliveredPerSecond());
    }

    @Test
    void aRunIsAsLongAsTheWarmUpPromisesEightSeconds() {
        assertEquals(8_000, Throughput.messagesFor(1_000));
        assertEquals(48_000, Throughput.messagesFor(6_000));
    }

    @Test
    void aRunIsNeitherEndlessNorNothing() {
        assertEquals(2_000, Throughput.messagesFor(10));
        assertEquals(100_000, Throughput.messagesFor(100_000));
    }
}
