package org.gatepost.mapping;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The general database, which templates ask with {@code ${text}}: texts by their names, whose case does not count. Immutable. */
public final class GeneralDatabase implements Routine {

    /** Of a policy that has none. */
    public static final GeneralDatabase EMPTY = new GeneralDatabase(Map.of());
    /** Names it may have. */
    public static final int NAMES_MAX = 200_000;

    private final Map<String, String> texts = new HashMap<>();

    /** An {@link IllegalArgumentException} where two names differ in case alone, a name or text is too long for a template, or there are too many. */
    public GeneralDatabase(Map<String, String> texts) {
        if (texts.size() > NAMES_MAX) {
            throw new IllegalArgumentException("at most " + NAMES_MAX + " names");
        }
        texts.forEach((name, text) -> {
            if (name.length() > Mappings.TEXT_MAX || text.length() > Mappings.TEXT_MAX) {
                throw new IllegalArgumentException(name.substring(0, Math.min(40, name.length())) + ": at most " + Mappings.TEXT_MAX + " characters in a name and a text");
            }
            if (this.texts.put(Probe.fold(name), text) != null) {
                throw new IllegalArgumentException(name + ": a name that differs from no other in case alone");
            }
        });
    }

    @Override
    public LookupAnswer call(String name) {
        return Optional.ofNullable(texts.get(Probe.fold(name))).map(LookupAnswer::found).orElseGet(() -> new LookupAnswer.Failure("not in the general database"));
    }
}
