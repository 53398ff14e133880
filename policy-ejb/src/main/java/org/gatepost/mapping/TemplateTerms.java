package org.gatepost.mapping;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What templates may use, where their tables are to be obeyed: what would have no effect is an error there, and not half of a policy. Immutable.
 *
 * @param uses by the table's name in upper case; other tables may set and ask for any flag, for those are for the tables that call them
 * @param answered whether something that is asked is answered, named as in {@link Lookups#answers()}
 */
public record TemplateTerms(Map<String, Use> uses, Predicate<String> answered) {

    /** Whatever the language has. */
    public static final TemplateTerms ANY = new TemplateTerms(Map.of(), what -> true);

    /**
     * The flags of one table.
     *
     * @param sets output flags with an effect
     * @param knows input flags that are set where they hold
     */
    public record Use(Flags sets, Flags knows) {
    }

    public TemplateTerms {
        uses = Map.copyOf(uses);
    }

    Optional<Use> of(String table) {
        return Optional.ofNullable(uses.get(table.toUpperCase(Locale.ROOT)));
    }

    boolean isAny() {
        return uses.isEmpty();
    }

    static String listed(Flags flags) {
        return flags.toString().chars().mapToObj(flag -> "$" + (char) flag).collect(Collectors.joining(" "));
    }
}
