package org.gatepost.gate;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

import org.gatepost.mapping.GeneralDatabase;
import org.gatepost.mapping.Lookups;
import org.gatepost.throttle.ThrottleTables;
import org.gatepost.throttle.Throttling;

/**
 * What the mapping tables of a policy can ask: what is the same whichever policy judges, and what each policy brings itself. Immutable; safe for use by many
 * threads if what is asked is.
 */
public final class TableLookups {

    /** Nothing can be asked but the general database of the policy. */
    public static final TableLookups NONE = of(Lookups.NONE);

    private final BiFunction<Lookups, PolicySnapshot, Lookups> brought;
    private final Lookups standing;
    private final Set<String> broughtNames;

    private TableLookups(Lookups standing, BiFunction<Lookups, PolicySnapshot, Lookups> brought, Set<String> broughtNames) {
        this.standing = standing;
        this.brought = brought;
        this.broughtNames = Set.copyOf(broughtNames);
    }

    /** The same for every policy. */
    public static TableLookups of(Lookups standing) {
        return new TableLookups(standing, (lookups, policy) -> lookups, Set.of());
    }

    /**
     * These, and what a policy's own rows answer.
     *
     * @param answers what becomes answered by it, as {@link Lookups#answers()} names it; the same for each policy, whatever rows it has
     * @param bringing puts routines in; called when tables of another policy are asked for the first time, so it is cheap
     */
    public TableLookups bringing(Set<String> answers, BiFunction<Lookups, PolicySnapshot, Lookups> bringing) {
        Set<String> names = new TreeSet<>(broughtNames);
        names.addAll(answers);
        return new TableLookups(standing, (lookups, policy) -> bringing.apply(brought.apply(lookups, policy), policy), names);
    }

    /** These, and the counters of the policy's throttle tables. */
    public TableLookups counting(Throttling throttling) {
        return bringing(ThrottleTables.answers(), (lookups, policy) -> new ThrottleTables(policy.throttles().tables(), throttling).in(lookups));
    }

    /** What tables of any policy can ask, in the words of {@link Lookups#answers()}: a policy whose tables ask anything else cannot be used. */
    public Set<String> answers() {
        Set<String> all = new TreeSet<>(broughtNames);
        all.addAll(standing.withGeneral(GeneralDatabase.EMPTY).answers());
        return all;
    }

    Lookups of(PolicySnapshot policy) {
        return brought.apply(standing, policy).withGeneral(policy.mappings().general());
    }
}
