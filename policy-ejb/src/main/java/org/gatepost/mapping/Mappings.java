package org.gatepost.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Asks mapping tables. A scan goes from the first entry to the last and ends with the first that matches, unless its template says otherwise. An entry in
 * whose template something fails has not matched, and nothing of it remains. Where something could not be asked, the scan ends and nobody can tell: what
 * stands below was written for what the entry does not match. Safe for use by many threads if what it asks is.
 */
public final class Mappings {

    /** Characters of a probe or an output. */
    public static final int TEXT_MAX = 8192;
    /** Entries of one scan that match and go on, before it counts as a circle. */
    public static final int STEPS_MAX = 1000;
    /** Tables that call one another. */
    public static final int DEPTH_MAX = 10;
    /** Tables that are asked for one answer. */
    public static final int CALLS_MAX = 1000;
    /** Characters of a URL. */
    public static final int URL_MAX = 1024;

    private final MappingTables tables;
    private final Lookups lookups;
    private final RandomGenerator random;
    private final Optional<ProbeWatch> watch;

    /** @param random for {@code $?x?}; safe for use by many threads */
    public Mappings(MappingTables tables, Lookups lookups, RandomGenerator random) {
        this(tables, lookups, random, Optional.empty());
    }

    private Mappings(MappingTables tables, Lookups lookups, RandomGenerator random, Optional<ProbeWatch> watch) {
        this.watch = watch;
        this.tables = tables;
        this.lookups = lookups;
        this.random = random;
    }

    /** The same tables, each question to which is told of. */
    public Mappings telling(ProbeWatch told) {
        return new Mappings(tables, lookups, random, Optional.of(told));
    }

    public MappingTables tables() {
        return tables;
    }

    /** What a table says to this probe. */
    public MappingAnswer ask(String table, String probe, Flags flags) {
        return watch.isPresent() ? told(watch.get(), table, probe, flags) : nested(table, probe, new Asking(flags, 0, Optional.empty(), new Budget()));
    }

    private MappingAnswer told(ProbeWatch told, String table, String probe, Flags flags) {
        List<EntryTried> tried = new ArrayList<>();
        MappingAnswer answer = ask(table, probe, flags, tried::add);
        told.asked(table, probe, flags, answer, tried);
        return answer;
    }

    /** The same, by holding every entry against it, from the first to the one that ends the scan. */
    public MappingAnswer ask(String table, String probe, Flags flags, Consumer<EntryTried> trace) {
        return nested(table, probe, new Asking(flags, 0, Optional.of(trace), new Budget()));
    }

    /**
     * The occasion of a question.
     *
     * @param flags input flags
     * @param depth how many tables have called one another
     */
    record Asking(Flags flags, int depth, Optional<Consumer<EntryTried>> trace, Budget budget) {

        Asking deeper() {
            return new Asking(flags, depth + 1, trace, budget);
        }
    }

    /** How many more tables may be asked for one answer. For one thread. */
    static final class Budget {

        private int left = CALLS_MAX;

        private boolean spent() {
            return left-- <= 0;
        }
    }

    MappingAnswer nested(String table, String probe, Asking asking) {
        if (asking.depth() > DEPTH_MAX) {
            return new MappingAnswer.Unavailable("more than " + DEPTH_MAX + " tables call one another, the last " + table);
        }
        if (asking.budget().spent()) {
            return new MappingAnswer.Unavailable("more than " + CALLS_MAX + " tables are asked for one answer, the last " + table);
        }
        if (probe.length() > TEXT_MAX) {
            return new MappingAnswer.Unavailable("a probe of more than " + TEXT_MAX + " characters");
        }
        Optional<MappingTable> found = tables.table(table);
        return found.isEmpty() ? new MappingAnswer.NoMatch() : new Scan(this, found.get(), probe, asking).run();
    }

    /** What its templates ask. */
    public Lookups lookups() {
        return lookups;
    }

    public RandomGenerator random() {
        return random;
    }
}
