package org.gatepost.mail;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Classes of solicitations somebody does not want (RFC 3865). Immutable.
 *
 * @param patterns classes such as {@code net.example:ADV}, in lower case; {@code *} stands for any characters
 */
public record NoSolicit(List<String> patterns) {

    /** Who has nothing against any. */
    public static final NoSolicit NONE = new NoSolicit(List.of());

    /** Longest list that is shown to clients (RFC 3865 section 2). */
    private static final int SHOWN_OCTETS_MAX = 450;

    public NoSolicit {
        patterns = patterns.stream().map(pattern -> pattern.strip().toLowerCase(Locale.ROOT)).filter(pattern -> !pattern.isEmpty()).distinct().toList();
        for (String pattern : patterns) {
            if (!pattern.matches("[a-z0-9.:_*-]{1,255}")) {
                throw new IllegalArgumentException("not a class of solicitations: " + pattern);
            }
        }
    }

    /** These and others. */
    public NoSolicit and(NoSolicit other) {
        if (other.patterns.isEmpty() || patterns.isEmpty()) {
            return patterns.isEmpty() ? other : this;
        }
        List<String> all = new ArrayList<>(patterns);
        all.addAll(other.patterns);
        return new NoSolicit(all);
    }

    /** Whether one of these classes is not wanted. */
    public boolean refuses(Collection<String> classes) {
        return !patterns.isEmpty() && classes.stream().anyMatch(each -> patterns.stream().anyMatch(pattern -> Glob.matches(pattern, each.toLowerCase(Locale.ROOT))));
    }

    /** As EHLO shows them: those without wildcards, separated by commas, as many as there is room for. */
    public String shown() {
        StringBuilder shown = new StringBuilder();
        for (String pattern : patterns) {
            if (pattern.indexOf('*') < 0 && shown.length() + pattern.length() < SHOWN_OCTETS_MAX) {
                shown.append(shown.isEmpty() ? "" : ",").append(pattern);
            }
        }
        return shown.toString();
    }
}
