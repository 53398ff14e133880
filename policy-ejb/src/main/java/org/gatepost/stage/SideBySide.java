package org.gatepost.stage;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Port: runs questions at once, each with a deadline of its own. Safe for use by many threads. */
public interface SideBySide {

    /**
     * One question.
     *
     * @param ask is interrupted when the deadline passes
     * @param late the answer when the deadline passed or {@code ask} threw; given the reason
     */
    record Question<T>(Supplier<T> ask, Duration deadline, java.util.function.Function<String, T> late) {
    }

    /** Asks all at once and returns their answers in the order of the questions, at the latest after the longest deadline. */
    <T> List<T> askAll(List<Question<T>> questions);
}
