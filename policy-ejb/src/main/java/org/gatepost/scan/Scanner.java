package org.gatepost.scan;

import java.time.Duration;
import java.util.Optional;

/** Port: one engine. Safe for use by many threads; each adapter is a package of its own under {@code adapter.scanner}. */
public interface Scanner {

    /** The name policy gave it. */
    String name();

    /**
     * Asks about a content, as received. Answers at the latest when the question's deadline has passed, connecting included, and closes its socket then;
     * never throws. What is not understood is {@link ScanVerdict.Unavailable}, never clean.
     */
    ScanAnswer scan(ScanQuestion question);

    /** Whether the engine answers at all: a cheap question, for probes and the overview. Same deadline rule. */
    boolean answers(Duration deadline);

    /**
     * What its administrator should know though it answers, such as that its signatures are old; empty where nothing is. Asked now and then, for an alarm. Same
     * deadline rule.
     */
    default Optional<String> complaint(Duration deadline) {
        return Optional.empty();
    }

    /** Whether its protocol can teach it and policy wants that. */
    default boolean learns() {
        return false;
    }

    /** Tells it that a message is no spam. Same deadline rule; never throws. */
    default Lesson.Outcome learn(Lesson lesson) {
        return new Lesson.Outcome.Failed("it does not learn");
    }
}
