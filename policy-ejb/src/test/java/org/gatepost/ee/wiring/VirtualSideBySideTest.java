package org.gatepost.ee.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

import org.gatepost.stage.SideBySide;
import org.junit.jupiter.api.Test;

class VirtualSideBySideTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final SideBySide sideBySide = new VirtualSideBySide();

    @Test
    void asksAllAtOnceAndAnswersInOrder() {
        CountDownLatch all = new CountDownLatch(3);
        assertEquals(List.of("a", "b", "c"), sideBySide.askAll(List.of(question(() -> meet(all, "a"), LONG), question(() -> meet(all, "b"), LONG),
                question(() -> meet(all, "c"), LONG))));
    }

    @Test
    void aQuestionThatThrowsOrIsLateIsAnsweredForAndInterrupted() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        List<String> answers = sideBySide.askAll(List.of(question(() -> {
            throw new IllegalStateException("broken");
        }, LONG), question(() -> hang(interrupted), Duration.ofMillis(1)), question(() -> "fine", LONG)));
        assertEquals(List.of("late: java.lang.IllegalStateException: broken", "late: no answer within 1 ms", "fine"), answers);
    }

    @Test
    void anInterruptedCallerIsAnsweredAtOnceAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        assertEquals(List.of("late: interrupted"), sideBySide.askAll(List.of(question(() -> hang(new CountDownLatch(1)), LONG))));
        assertTrue(Thread.interrupted());
    }

    private static SideBySide.Question<String> question(Supplier<String> ask, Duration deadline) {
        return new SideBySide.Question<>(ask, deadline, why -> "late: " + why);
    }

    private static String meet(CountDownLatch all, String answer) {
        all.countDown();
        try {
            all.await();
            return answer;
        } catch (InterruptedException e) {
            return "interrupted";
        }
    }

    private static String hang(CountDownLatch interrupted) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            interrupted.countDown();
        }
        return "given up";
    }
}
