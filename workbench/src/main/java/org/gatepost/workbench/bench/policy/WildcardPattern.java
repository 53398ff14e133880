package org.gatepost.workbench.bench.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A pattern with stars, each of which stands for any characters, also none; letters match without regard to case. Taken apart once into the texts
 * between its stars, so that a probe is compared with whole texts and not letter by letter. Immutable.
 */
final class WildcardPattern {

    private final String text;
    private final String first;
    private final List<String> between;
    private final String last;
    private final boolean star;

    /** Takes a pattern as it is written. */
    WildcardPattern(String text) {
        this.text = text;
        String[] texts = folded(text).split("\\*", -1);
        star = texts.length > 1;
        first = texts[0];
        last = star ? texts[texts.length - 1] : "";
        List<String> inner = new ArrayList<>();
        for (int i = 1; i < texts.length - 1; i++) {
            if (!texts[i].isEmpty()) {
                inner.add(texts[i]);
            }
        }
        between = List.copyOf(inner);
    }

    /** A probe as {@link #matches} wants it; once for all patterns. */
    static String folded(String probe) {
        return probe.toLowerCase(Locale.ROOT);
    }

    /** The pattern as it was written. */
    String text() {
        return text;
    }

    /** Whether the whole of a {@link #folded} probe matches. Each text is looked for once, from where the one before it ended. */
    boolean matches(String probe) {
        if (!star) {
            return probe.equals(first);
        }
        int end = probe.length() - last.length();
        if (end < first.length() || !probe.startsWith(first) || !probe.startsWith(last, end)) {
            return false;
        }
        int from = first.length();
        for (String each : between) {
            int found = probe.indexOf(each, from);
            if (found < 0 || found + each.length() > end) {
                return false;
            }
            from = found + each.length();
        }
        return true;
    }
}
