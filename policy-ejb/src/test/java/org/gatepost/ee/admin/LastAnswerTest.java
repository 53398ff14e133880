package org.gatepost.ee.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

class LastAnswerTest {

    private final AtomicLong nanos = new AtomicLong();
    private final LastAnswer<Integer> last = new LastAnswer<>(nanos::get);

    @Test
    void anAnswerServesForASecond() {
        assertEquals(1, last.orAsk(() -> 1));
        nanos.addAndGet(LastAnswer.SERVES_NANOS - 1);
        assertEquals(1, last.orAsk(() -> 2));
        nanos.addAndGet(1);
        assertEquals(2, last.orAsk(() -> 2));
    }

    @Test
    void anAnswerThatTookLongServesLonger() {
        long took = LastAnswer.SERVES_NANOS_MAX / LastAnswer.ASKING_PART - 1;
        last.orAsk(() -> slowly(took, 1));
        nanos.addAndGet(took * LastAnswer.ASKING_PART - 1);
        assertEquals(1, last.orAsk(() -> 2));
        nanos.addAndGet(1);
        assertEquals(2, last.orAsk(() -> 2));
    }

    @Test
    void noAnswerServesLongerThanTheLongest() {
        last.orAsk(() -> slowly(LastAnswer.SERVES_NANOS_MAX, 1));
        nanos.addAndGet(LastAnswer.SERVES_NANOS_MAX - 1);
        assertEquals(1, last.orAsk(() -> 2));
        nanos.addAndGet(1);
        assertEquals(2, last.orAsk(() -> 2));
    }

    @Test
    void whatWasLastKnownStaysWhenTheDatabaseCannotBeAsked() {
        assertEquals(Optional.empty(), last.known());
        last.orAsk(() -> 1);
        nanos.addAndGet(2 * LastAnswer.SERVES_NANOS);
        assertThrows(DeskUnavailable.class, () -> last.orAsk(() -> {
            throw new DeskUnavailable("down", null);
        }));
        assertEquals(Optional.of(1), last.known());
    }

    private int slowly(long tookNanos, int answer) {
        nanos.addAndGet(tookNanos);
        return answer;
    }
}
