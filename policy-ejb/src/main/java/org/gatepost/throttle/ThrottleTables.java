package org.gatepost.throttle;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.gatepost.mapping.LookupAnswer;
import org.gatepost.mapping.Lookups;
import org.gatepost.mapping.Routine;
import org.gatepost.stage.Match;

/**
 * What mapping tables can ask of throttle tables: {@code $[check_metermaid,throttle,table,key]} and its like. A routine succeeds where the rest of its entry
 * is wanted: over the quota, a test that holds. Safe for use by many threads.
 */
public final class ThrottleTables {

    /** The library's name, as tables written for MeterMaid have it. */
    public static final String LIBRARY = "check_metermaid";
    /** Characters of a stored value. */
    static final int VALUE_MAX = 1024;

    private final Map<String, ThrottleTable> tables;
    private final Throttling throttling;

    /** @param tables by name */
    public ThrottleTables(Map<String, ThrottleTable> tables, Throttling throttling) {
        this.tables = Map.copyOf(tables);
        this.throttling = throttling;
    }

    /** What mapping tables can ask of it, whatever tables there are, as {@link Lookups#answers()} says it. */
    public static Set<String> answers() {
        return Stream.of("throttle", "query", "greylisting", "store", "fetch", "remove", "adjust", "test", "adjust_and_test").map(name -> "$[" + Lookups.name(LIBRARY, name) + "]")
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The look-ups, with routines for these tables. */
    public Lookups in(Lookups lookups) {
        return lookups.withRoutine(LIBRARY, "throttle", routine(2, this::throttle)).withRoutine(LIBRARY, "query", routine(2, this::query))
                .withRoutine(LIBRARY, "greylisting", routine(2, this::greylisting))
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
        return question.table().kind() instanceof ThrottleTable.Kind.Throttle ? said(throttling.exceeds(question.table(), question.key(), 1), "within the quota")
                : misfit(question.table(), "throttling");
    }

    /** The quota is used up: success. It is no attempt. */
    private LookupAnswer query(Question question) {
        return question.table().kind() instanceof ThrottleTable.Kind.Throttle ? said(throttling.isUsedUp(question.table(), question.key()), "within the quota")
                : misfit(question.table(), "throttling");
    }

    /** To come again later: success. */
    private LookupAnswer greylisting(Question question) {
        return question.table().kind() instanceof ThrottleTable.Kind.Greylisting ? said(throttling.comesTooEarly(question.table(), question.key()), "has come again in time")
                : misfit(question.table(), "greylisting");
    }

    private static LookupAnswer said(Match<Boolean> answer, String otherwise) {
        return switch (answer) {
            case Match.Found<Boolean>(Boolean yes) -> yes ? LookupAnswer.found("") : new LookupAnswer.Failure(otherwise);
            case Match.NotFound<Boolean>() -> new LookupAnswer.Failure(otherwise);
            case Match.Unavailable<Boolean>(String why) -> new LookupAnswer.Unavailable(why);
            case Match.Conflicting<Boolean>(String why) -> new LookupAnswer.Unavailable(why);
        };
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
        return switch (throttling.change(question.table(), question.key(), entry -> change.apply(stored(entry)).map(LedgerEntry.Stored::new))) {
            case Match.Found<ThrottleLedger.Changed>(ThrottleLedger.Changed changed) -> saying.of(stored(changed.before()), stored(changed.after()));
            case Match.NotFound<ThrottleLedger.Changed>() -> unanswered(question.table(), "no answer");
            case Match.Unavailable<ThrottleLedger.Changed>(String why) -> unanswered(question.table(), why);
            case Match.Conflicting<ThrottleLedger.Changed>(String why) -> unanswered(question.table(), why);
        };
    }

    private static Optional<String> stored(Optional<LedgerEntry> entry) {
        return entry.filter(LedgerEntry.Stored.class::isInstance).map(stored -> ((LedgerEntry.Stored) stored).value());
    }

    private static LookupAnswer unanswered(ThrottleTable table, String why) {
        return table.failsOpen() ? new LookupAnswer.Failure(why) : new LookupAnswer.Unavailable(why);
    }
}
