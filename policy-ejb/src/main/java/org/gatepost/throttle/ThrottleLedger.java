package org.gatepost.throttle;

import java.util.Optional;
import java.util.function.Function;

import org.gatepost.stage.Match;

/** Port: where counters are kept, one for all nodes. Answers within a deadline of its own. Safe for use by many threads. */
public interface ThrottleLedger {

    /**
     * Changes what a table remembers of a key, so that no change of anybody else's is lost.
     *
     * @param change from what there is to what is to be; may be called more than once, and must be quick
     * @return what there was and is now; {@link Match.Unavailable} where it may or may not have been changed
     */
    Match<Changed> change(ThrottleTable table, String key, Function<Optional<LedgerEntry>, Optional<LedgerEntry>> change);

    /** An entry before and after. */
    record Changed(Optional<LedgerEntry> before, Optional<LedgerEntry> after) {
    }
}
