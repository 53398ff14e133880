package org.gatepost.mapping;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongConsumer;

import org.gatepost.smtp.protocol.IpRange;

/** What a probe must have, all of it, for a pattern to match. */
final class EntryKeys {

    /** Characters in a row that make a key of their own, which a wildcard may touch: they fill a {@code long}. */
    static final int GRAM = 4;

    private EntryKeys() {
    }

    /** Words of the probe, and ranges in which one of its addresses must lie. */
    static Set<Object> wordsAndRanges(Pattern pattern) {
        Set<Object> keys = new LinkedHashSet<>();
        for (int i = 0; i < pattern.size(); i++) {
            switch (pattern.part(i)) {
                case PatternPart.Literal literal -> addWords(literal.text(), i == 0, i == pattern.size() - 1, keys);
                case PatternPart.Address address -> {
                    if (divided(pattern, i)) {
                        keys.add(IpRange.around(address.range().beginning(), address.range().bits()));
                    }
                }
                case PatternPart.One one -> { }
                case PatternPart.Many many -> { }
                case PatternPart.Again again -> { }
            }
        }
        return keys;
    }

    /** A run that touches the end of the literal is a word of the probe only where the pattern ends there, too. */
    private static void addWords(String literal, boolean first, boolean last, Set<Object> keys) {
        for (Probe.Run run : Probe.runs(literal)) {
            if ((run.start() > 0 || first) && (run.end() < literal.length() || last)) {
                keys.add(run.text());
            }
        }
    }

    /** Whether what stands around an address makes it a run of its own. */
    private static boolean divided(Pattern pattern, int i) {
        boolean before = i == 0 || pattern.part(i - 1) instanceof PatternPart.Literal(String text) && Probe.divides(text.charAt(text.length() - 1));
        boolean behind = i == pattern.size() - 1 || pattern.part(i + 1) instanceof PatternPart.Literal(String text) && Probe.divides(text.charAt(0));
        return before && behind;
    }

    /** Every {@link #GRAM} characters in a row of its literal text. */
    static Set<Object> grams(Pattern pattern) {
        Set<Object> grams = new LinkedHashSet<>();
        for (PatternPart part : pattern.parts()) {
            if (part instanceof PatternPart.Literal(String text)) {
                forEachGram(text, grams::add);
            }
        }
        return grams;
    }

    static void forEachGram(String text, LongConsumer found) {
        long gram = 0;
        for (int i = 0; i < text.length(); i++) {
            gram = gram << 16 | text.charAt(i);
            if (i >= GRAM - 1) {
                found.accept(gram);
            }
        }
    }
}
