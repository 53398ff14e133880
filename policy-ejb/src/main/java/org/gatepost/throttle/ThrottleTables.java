package org.gatepost.throttle;

import java.math.BigInteger;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.gatepost.mapping.LookupAnswer;
import org.gatepost.mapping.Lookups;
import org.gatepost.mapping.Routine;
import org.gatepost.stage.Match;
import org.gatepost.trace.Alarms;

/**
 * What mapping tables can ask of throttle tables: {@code $[check_metermaid,throttle,table,key]} and its like. A routine succeeds where the rest of its entry
 * is wanted: over the quota, a test that holds. Safe for use by many threads.
 */
public final class ThrottleTables {

    /** The library's name, as tables written for MeterMaid have it. */
    public static final String LIBRARY = "check_metermaid";
    /** Characters of a stored value. */
    static final int VALUE_MAX = 1024;

    private final Map<String, ThrottleTable> tables = new HashMap<>();
    private final ThrottleLedger ledger;
    private final Alarms alarms;
    private final InstantSource clock;

    public ThrottleTables(List<ThrottleTable> tables, ThrottleLedger ledger, Alarms alarms, InstantSource clock) {
        tables.forEach(table -> this.tables.put(table.name(), table));
        this.ledger = ledger;
        this.alarms = alarms;
        this.clock = clock;
    }

    /** The look-ups, with routines for these tables. */
    public Lookups in(Lookups lookups) {
        return lookups.withRoutine(LIBRARY, "throttle", routine(2, this::throttle)).withRoutine(LIBRARY, "query", routine(2, this::query)).withRoutine(LIBRARY, "greylisting", routine(2, this::greylisting))
                .withRoutine(LIBRARY, "store", routine(3, this::store)).withRoutine(LIBRARY, "fetch", routine(2, this::fetch)).withRoutine(LIBRARY, "remove", routine(2, this::remove))
                .withRoutine(LIBRARY, "adjust", routine(3, this::adjust)).withRoutine(LIBRARY, "test", routine(3, this::test)).withRoutine(LIBRARY, "adjust_and_test", routine(4, this::adjustAndTest));
    }

    /** A question, taken apart. */
    private record Question(ThrottleTable table, String key, List<String> more) {
    }

    /** @param words how many there are in its argument, the table and the key among them */
    private Routine routine(int words, Function<Question, LookupAnswer> answer) {
        return argument -> {
            // The key is what a client may have had a hand in: it is what lies between the words that the template's author wrote.
            int comma = argument.indexOf(',');
            ThrottleTable table = comma < 0 ? null : tables.get(argument.substring(0, comma));
            if (table == null) {
                return new LookupAnswer.Unavailable("there is no throttle table " + (comma < 0 ? argument : argument.substring(0, comma)));
            }
            String rest = argument.substring(comma + 1);
            String[] last = new String[words - 2];
            for (int i = last.length - 1; i >= 0; i--) {
                int cut = rest.lastIndexOf(',');
                if (cut < 0) {
                    return new LookupAnswer.Unavailable("a question to a throttle table has " + words + " parts: " + argument);
                }
                last[i] = rest.substring(cut + 1);
                rest = rest.substring(0, cut);
            }
            return answer.apply(new Question(table, table.key(rest), List.of(last)));
        };
    }

    private static LookupAnswer misfit(ThrottleTable table, String wanted) {
        return new LookupAnswer.Unavailable("throttle table " + table.name() + " is not one of " + wanted);
    }

    /** Over the quota: success. One attempt more each time it is asked. */
    private LookupAnswer throttle(Question question) {
        if (!(question.table().kind() instanceof ThrottleTable.Kind.Throttle(Quota quota))) {
            return misfit(question.table(), "throttling");
        }
        return changed(question, entry -> Optional.of(meter(entry).attempt(quota, clock.instant())),
                change -> meter(change.after()).over() ? LookupAnswer.found("") : new LookupAnswer.Failure("within the quota"));
    }

    /** The quota is used up: success. It is no attempt. */
    private LookupAnswer query(Question question) {
        if (!(question.table().kind() instanceof ThrottleTable.Kind.Throttle(Quota quota))) {
            return misfit(question.table(), "throttling");
        }
        return changed(question, entry -> entry, change -> meter(change.after()).isUsedUp(quota, clock.instant()) ? LookupAnswer.found("") : new LookupAnswer.Failure("within the quota"));
    }

    private Meter meter(Optional<LedgerEntry> entry) {
        return entry.filter(Meter.class::isInstance).map(Meter.class::cast).orElseGet(() -> Meter.unused(clock.instant()));
    }

    /** To come again later: success. */
    private LookupAnswer greylisting(Question question) {
        if (!(question.table().kind() instanceof ThrottleTable.Kind.Greylisting(Greylisted.Times times))) {
            return misfit(question.table(), "greylisting");
        }
        return changed(question, entry -> Optional.of(entry.filter(Greylisted.class::isInstance).map(Greylisted.class::cast).map(known -> known.again(clock.instant(), times))
                .orElseGet(() -> Greylisted.first(clock.instant(), times))),
                change -> change.after().filter(entry -> entry instanceof Greylisted known && known.passed()).isPresent() ? new LookupAnswer.Failure("has come again in time") : LookupAnswer.found(""));
    }

    private LookupAnswer store(Question question) {
        String value = question.more().getFirst();
        if (value.length() > VALUE_MAX) {
            return new LookupAnswer.Unavailable("a value of more than " + VALUE_MAX + " characters");
        }
        return simple(question, before -> Optional.of(value), (before, after) -> LookupAnswer.found(""));
    }

    private LookupAnswer fetch(Question question) {
        return simple(question, before -> before, (before, after) -> after.map(LookupAnswer::found).orElseGet(() -> new LookupAnswer.Failure("nothing is stored")));
    }

    private LookupAnswer remove(Question question) {
        return simple(question, before -> Optional.empty(), (before, after) -> LookupAnswer.found(""));
    }

    /** What is absent counts as 0. */
    private LookupAnswer adjust(Question question) {
        return adjusted(question, after -> LookupAnswer.found(""));
    }

    private LookupAnswer adjustAndTest(Question question) {
        return Comparison.parse(question.more().getLast()).map(comparison -> adjusted(question, after -> said(comparison, after)))
                .orElseGet(() -> new LookupAnswer.Unavailable("not a comparison: " + question.more().getLast()));
    }

    private LookupAnswer adjusted(Question question, Function<BigInteger, LookupAnswer> answer) {
        Optional<BigInteger> by = number(question.more().getFirst());
        return by.isEmpty() ? new LookupAnswer.Unavailable("not a number: " + question.more().getFirst())
                : simple(question, before -> Optional.of(number(before).add(by.get()).toString()), (before, after) -> answer.apply(number(after)));
    }

    private LookupAnswer test(Question question) {
        return Comparison.parse(question.more().getFirst()).map(comparison -> simple(question, before -> before, (before, after) -> said(comparison, number(after))))
                .orElseGet(() -> new LookupAnswer.Unavailable("not a comparison: " + question.more().getFirst()));
    }

    private static LookupAnswer said(Comparison comparison, BigInteger number) {
        return comparison.holds(number) ? LookupAnswer.found("") : new LookupAnswer.Failure(number + " is not " + comparison);
    }

    /** What does not begin with a number counts as 0, like what is absent. */
    private static BigInteger number(Optional<String> stored) {
        return stored.flatMap(ThrottleTables::number).orElse(BigInteger.ZERO);
    }

    private static Optional<BigInteger> number(String text) {
        return text.matches("[+-]?[0-9]{1,40}") ? Optional.of(new BigInteger(text)) : Optional.empty();
    }

    /** What becomes of a stored text, and what is said then. */
    @FunctionalInterface
    private interface Saying {
        LookupAnswer of(Optional<String> before, Optional<String> after);
    }

    private LookupAnswer simple(Question question, Function<Optional<String>, Optional<String>> change, Saying saying) {
        if (!(question.table().kind() instanceof ThrottleTable.Kind.Simple)) {
            return misfit(question.table(), "stored values");
        }
        return changed(question, entry -> change.apply(stored(entry)).map(LedgerEntry.Stored::new), changed -> saying.of(stored(changed.before()), stored(changed.after())));
    }

    private static Optional<String> stored(Optional<LedgerEntry> entry) {
        return entry.filter(LedgerEntry.Stored.class::isInstance).map(stored -> ((LedgerEntry.Stored) stored).value());
    }

    private LookupAnswer changed(Question question, Function<Optional<LedgerEntry>, Optional<LedgerEntry>> change, Function<ThrottleLedger.Changed, LookupAnswer> answer) {
        return switch (ledger.change(question.table(), question.key(), change)) {
            case Match.Found<ThrottleLedger.Changed>(ThrottleLedger.Changed changed) -> {
                alarms.clear(alarm(question.table()));
                yield answer.apply(changed);
            }
            case Match.NotFound<ThrottleLedger.Changed>() -> unanswered(question.table(), "no answer");
            case Match.Unavailable<ThrottleLedger.Changed>(String why) -> unanswered(question.table(), why);
            case Match.Conflicting<ThrottleLedger.Changed>(String why) -> unanswered(question.table(), why);
        };
    }

    private static String alarm(ThrottleTable table) {
        return "throttle:" + table.name();
    }

    private LookupAnswer unanswered(ThrottleTable table, String why) {
        alarms.raise(alarm(table), "throttle table " + table.name() + " does not answer: " + why);
        return table.failsOpen() ? new LookupAnswer.Failure(why) : new LookupAnswer.Unavailable(why);
    }
}
