package org.gatepost.mapping;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What templates can ask. Immutable.
 *
 * @param routines of {@code $[library,routine,argument]}, by {@link #name}
 * @param urls of {@code $]url[}
 * @param general the general database, of {@code ${text}}
 * @param domainAttributes of <code>$}domain,attribute{</code>; asked with {@code domain,attribute}
 * @param sequences of {@code $#name#}; asked with the name of a sequence, says its next number
 */
public record Lookups(Map<String, Routine> routines, Routine urls, Routine general, Routine domainAttributes, Routine sequences) {

    /** Nothing can be asked. */
    public static final Lookups NONE = new Lookups(Map.of(), nothing("directory for URLs"), nothing("general database"), nothing("directory of domains"),
            nothing("sequence"));

    public Lookups {
        routines = Map.copyOf(routines);
    }

    private static Routine nothing(String what) {
        return argument -> new LookupAnswer.Unavailable("there is no " + what);
    }

    /** The name of a routine: a library's directory and its {@code .so} do not count, so that a table written for a plug-in finds the routine that replaces it. */
    public static String name(String library, String routine) {
        String file = library.substring(library.lastIndexOf('/') + 1);
        return (file.endsWith(".so") ? file.substring(0, file.length() - ".so".length()) : file) + "," + routine;
    }

    public Lookups withRoutine(String library, String name, Routine routine) {
        Map<String, Routine> more = new HashMap<>(routines);
        more.put(name(library, name), routine);
        return new Lookups(more, urls, general, domainAttributes, sequences);
    }

    public Lookups withUrls(Routine newUrls) {
        return new Lookups(routines, newUrls, general, domainAttributes, sequences);
    }

    /** @param texts by their keys, whose case does not count */
    public Lookups withGeneral(Map<String, String> texts) {
        Map<String, String> folded = new HashMap<>();
        texts.forEach((key, text) -> folded.put(Probe.fold(key), text));
        Routine newGeneral = key -> Optional.ofNullable(folded.get(Probe.fold(key))).map(LookupAnswer::found).orElseGet(() -> new LookupAnswer.Failure("not in the general database"));
        return new Lookups(routines, urls, newGeneral, domainAttributes, sequences);
    }

    public Lookups withDomainAttributes(Routine newDomainAttributes) {
        return new Lookups(routines, urls, general, newDomainAttributes, sequences);
    }

    public Lookups withSequences(Routine newSequences) {
        return new Lookups(routines, urls, general, domainAttributes, newSequences);
    }

    /** Asks a routine; where none has that name, nobody can tell. */
    public LookupAnswer call(String library, String routine, String argument) {
        String name = name(library, routine);
        return Optional.ofNullable(routines.get(name)).map(found -> found.call(argument)).orElseGet(() -> new LookupAnswer.Unavailable("there is no routine " + name));
    }
}
