package org.gatepost.scan;

import java.util.List;

/**
 * How much like spam an engine finds something, in its own measure.
 *
 * @param value may be negative
 * @param threshold from which the engine calls it spam
 * @param symbols the names of the rules that matched, at most {@link #SYMBOLS_MAX}
 */
public record SpamScore(double value, double threshold, List<String> symbols) {

    /** Further ones are left out. */
    public static final int SYMBOLS_MAX = 256;

    public SpamScore {
        if (!Double.isFinite(value) || !Double.isFinite(threshold)) {
            throw new IllegalArgumentException("a score is a number");
        }
        symbols = List.copyOf(symbols.subList(0, Math.min(symbols.size(), SYMBOLS_MAX)));
    }
}
