package org.gatepost.smtp.ra;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * What never reached policy, and so is in no trace: counted, because whoever is too busy to answer a stage is too busy for a row or a line about it as
 * well. Safe for all threads.
 */
final class TurnedAway {

    /** How often it is said. */
    static final Duration REPORT = Duration.ofMinutes(1);

    private final LongAdder withoutPermit = new LongAdder();
    private final LongAdder withoutEndpoint = new LongAdder();
    private final LongAdder late = new LongAdder();
    private final LongAdder notices = new LongAdder();

    /** A stage waited in vain for its turn. */
    void noPermit() {
        withoutPermit.increment();
    }

    /** A stage had its turn, and the container no bean for it. */
    void noEndpoint() {
        withoutEndpoint.increment();
    }

    /** A stage took longer than it may. */
    void tooLate() {
        late.increment();
    }

    /** Policy was not told of a refusal, or of the end of a session. */
    void notice() {
        notices.increment();
    }

    /** All since it was last asked, in one line; empty where there was nothing. */
    Optional<String> take() {
        long[] counts = {withoutPermit.sumThenReset(), withoutEndpoint.sumThenReset(), late.sumThenReset(), notices.sumThenReset()};
        long stages = counts[0] + counts[1] + counts[2];
        return stages + counts[3] == 0 ? Optional.empty() : Optional.of(stages + " stages were answered busy: " + counts[0] + " waited in vain for their turn, "
                + counts[1] + " found no bean, " + counts[2] + " took too long; policy was not told of " + counts[3] + " refusals and ends of sessions");
    }
}
