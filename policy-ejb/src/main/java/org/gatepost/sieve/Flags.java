package org.gatepost.sieve;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Lists of IMAP flags as scripts write them (RFC 5232 section 2): names apart by spaces, each once, in any spelling. */
final class Flags {

    private static final Set<String> SYSTEM = Set.of("\\answered", "\\flagged", "\\deleted", "\\seen", "\\draft");

    private Flags() {
    }

    static List<String> of(Collection<String> lists) {
        List<String> flags = new ArrayList<>();
        lists.forEach(list -> addAll(flags, split(list)));
        return flags;
    }

    private static List<String> split(String list) {
        List<String> flags = new ArrayList<>();
        for (String word : list.split("[ \\t\\r\\n]+")) {
            if (isFlag(word)) {
                flags.add(word);
            }
        }
        return flags;
    }

    /** What is none is ignored (RFC 5232 section 2). */
    private static boolean isFlag(String word) {
        if (word.startsWith("\\")) {
            return SYSTEM.contains(word.toLowerCase(java.util.Locale.ROOT));
        }
        return !word.isEmpty() && word.chars().allMatch(c -> c > ' ' && c < 0x7f && "(){%*\"\\]".indexOf(c) < 0);
    }

    static void addAll(List<String> flags, List<String> more) {
        for (String flag : more) {
            if (flags.stream().noneMatch(flag::equalsIgnoreCase)) {
                flags.add(flag);
            }
        }
    }

    static void removeAll(List<String> flags, List<String> less) {
        flags.removeIf(flag -> less.stream().anyMatch(flag::equalsIgnoreCase));
    }

    static String text(List<String> flags) {
        return String.join(" ", flags);
    }
}
