package org.gatepost.throttle;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

import org.gatepost.stage.Match;
import org.gatepost.throttle.ThrottleLedger.Changed;
import org.gatepost.trace.Alarms;

/**
 * Asks throttle tables, for whoever wants to know: a ledger that does not answer raises the table's alarm, and objects to nobody unless the table says
 * otherwise. Safe for use by many threads.
 */
public final class Throttling {

    private final ThrottleLedger ledger;
    private final Alarms alarms;
    private final InstantSource clock;

    public Throttling(ThrottleLedger ledger, Alarms alarms, InstantSource clock) {
        this.ledger = ledger;
        this.alarms = alarms;
        this.clock = clock;
    }

    /**
     * Counts attempts, which are within the quota together or not at all.
     *
     * @param key in any form; the table makes its own of it
     * @param attempts at least 1
     * @return whether they are over it
     */
    public Match<Boolean> exceeds(ThrottleTable table, String key, int attempts) {
        Quota quota = table.quota();
        return answered(table, change(table, key, entry -> Optional.of(meter(entry).attempts(attempts, quota, clock.instant()))), changed -> meter(changed.after()).over());
    }

    /** Whether one attempt more would be over the quota; nothing is counted. */
    public Match<Boolean> isUsedUp(ThrottleTable table, String key) {
        Quota quota = table.quota();
        return answered(table, change(table, key, entry -> entry), changed -> meter(changed.after()).isUsedUp(quota, clock.instant()));
    }

    /** Greylisting: whether who comes is to come again later. */
    public Match<Boolean> comesTooEarly(ThrottleTable table, String key) {
        Greylisted.Times times = table.times();
        return answered(table, change(table, key, entry -> Optional.of(entry.filter(Greylisted.class::isInstance).map(Greylisted.class::cast)
                .map(known -> known.again(clock.instant(), times)).orElseGet(() -> Greylisted.first(clock.instant(), times)))),
                changed -> changed.after().filter(entry -> entry instanceof Greylisted known && known.passed()).isEmpty());
    }

    private Meter meter(Optional<LedgerEntry> entry) {
        return entry.filter(Meter.class::isInstance).map(Meter.class::cast).orElseGet(() -> Meter.unused(clock.instant()));
    }

    private static Match<Boolean> answered(ThrottleTable table, Match<Changed> change, Function<Changed, Boolean> answer) {
        return switch (change) {
            case Match.Found<Changed>(Changed changed) -> new Match.Found<>(answer.apply(changed));
            case Match.NotFound<Changed>() -> unanswered(table, "no answer");
            case Match.Unavailable<Changed>(String why) -> unanswered(table, why);
            case Match.Conflicting<Changed>(String why) -> unanswered(table, why);
        };
    }

    private static Match<Boolean> unanswered(ThrottleTable table, String why) {
        return table.failsOpen() ? new Match.Found<>(false) : new Match.Unavailable<>(why);
    }

    /** A change of an entry, with the table's alarm raised or cleared. */
    Match<Changed> change(ThrottleTable table, String key, Function<Optional<LedgerEntry>, Optional<LedgerEntry>> change) {
        Match<Changed> answer = ledger.change(table, table.key(key), change);
        String alarm = "throttle:" + table.name();
        if (answer instanceof Match.Found<Changed>) {
            alarms.clear(alarm);
        } else {
            alarms.raise(alarm, "throttle table " + table.name() + " does not answer: " + (answer instanceof Match.Unavailable<Changed>(String why) ? why : "no answer"));
        }
        return answer;
    }
}
