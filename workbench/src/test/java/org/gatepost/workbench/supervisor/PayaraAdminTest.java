package org.gatepost.workbench.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

class PayaraAdminTest {

    private static final String BUSY = "FAILUREV3 cannot process this command at this time, please wait";
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger pauses = new AtomicInteger();

    @Test
    void aCommandWaitsForAServerThatIsStillStarting() throws IOException, InterruptedException {
        assertEquals("SUCCESS", answer(3));
        assertEquals(4, sent.get());
        assertEquals(3, pauses.get());
    }

    @Test
    void aServerThatNeverTakesItIsAFailureInTheEnd() throws IOException, InterruptedException {
        assertEquals(BUSY, answer(Integer.MAX_VALUE));
        assertEquals(PayaraAdmin.NOT_NOW_MAX, pauses.get());
    }

    @Test
    void anyOtherFailureIsTheAnswer() throws IOException, InterruptedException {
        assertEquals("FAILURE of another kind", PayaraAdmin.untilTaken(() -> "FAILURE of another kind", pauses::incrementAndGet));
        assertEquals(0, pauses.get());
    }

    private String answer(int busyTimes) throws IOException, InterruptedException {
        return PayaraAdmin.untilTaken(() -> sent.getAndIncrement() < busyTimes ? BUSY : "SUCCESS", pauses::incrementAndGet);
    }
}
