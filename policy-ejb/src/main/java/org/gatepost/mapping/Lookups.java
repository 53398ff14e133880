package org.gatepost.mapping;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

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
    public static final Lookups NONE = new Lookups(Map.of(), new Nothing("directory for URLs"), new Nothing("general database"), new Nothing("directory of domains"),
            new Nothing("sequence"));

    private record Nothing(String what) implements Routine {
        @Override
        public LookupAnswer call(String argument) {
            return new LookupAnswer.Unavailable("there is no " + what);
        }
    }

    public Lookups {
        routines = Map.copyOf(routines);
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

    public Lookups withGeneral(Routine newGeneral) {
        return new Lookups(routines, urls, newGeneral, domainAttributes, sequences);
    }

    public Lookups withDomainAttributes(Routine newDomainAttributes) {
        return new Lookups(routines, urls, general, newDomainAttributes, sequences);
    }

    public Lookups withSequences(Routine newSequences) {
        return new Lookups(routines, urls, general, domainAttributes, newSequences);
    }

    /** What is answered: {@code $[library,routine]} for each routine, and the forms of those other look-ups there are. */
    public Set<String> answers() {
        Set<String> names = routines.keySet().stream().map(name -> "$[" + name + "]").collect(Collectors.toCollection(TreeSet::new));
        Map.of("$]url[", urls, "${text}", general, "$}domain,attribute{", domainAttributes, "$#sequence#", sequences).forEach((form, routine) -> {
            if (!(routine instanceof Nothing)) {
                names.add(form);
            }
        });
        return names;
    }

    /** Asks a routine; where none has that name, nobody can tell. */
    public LookupAnswer call(String library, String routine, String argument) {
        String name = name(library, routine);
        return Optional.ofNullable(routines.get(name)).map(found -> found.call(argument)).orElseGet(() -> new LookupAnswer.Unavailable("there is no routine " + name));
    }
}
