package org.gatepost.mapping;

import java.util.List;

/**
 * The left side of an entry. Immutable.
 *
 * <p>How much a match may cost is bounded by the length of pattern and probe: what has been found not to fit behind a wildcard is not tried again
 * ({@link PatternMatch}). Only a back match makes that depend on what was saved before, and so there is a limit.
 */
final class Pattern {

    static final int SAVED_MAX = 10;

    private final PatternPart[] parts;
    /** For each part, how many characters it and those behind it need at least. */
    private final int[] needed;
    /** For each part, the number under which its text is saved, or -1. */
    private final int[] numbers;
    private final int saved;
    private final int lastAgain;

    Pattern(List<PatternPart> parts) {
        this.parts = parts.toArray(PatternPart[]::new);
        needed = new int[this.parts.length + 1];
        numbers = new int[this.parts.length];
        int count = 0;
        int again = -1;
        for (int i = 0; i < this.parts.length; i++) {
            numbers[i] = this.parts[i].isSaved() && count < SAVED_MAX ? count++ : -1;
            again = this.parts[i] instanceof PatternPart.Again ? i : again;
        }
        for (int i = this.parts.length - 1; i >= 0; i--) {
            needed[i] = needed[i + 1] + leastLength(this.parts[i]);
        }
        saved = count;
        lastAgain = again;
    }

    private static int leastLength(PatternPart part) {
        return switch (part) {
            case PatternPart.Literal literal -> literal.text().length();
            case PatternPart.One one -> 1;
            case PatternPart.Many many -> 0;
            case PatternPart.Again again -> 0;
            case PatternPart.Address address -> 2;
        };
    }

    List<PatternPart> parts() {
        return List.of(parts);
    }

    PatternPart part(int i) {
        return parts[i];
    }

    int size() {
        return parts.length;
    }

    int needed(int part) {
        return needed[part];
    }

    int number(int part) {
        return numbers[part];
    }

    /** How many texts it saves. */
    int saved() {
        return saved;
    }

    /** Whether what fits from this part on may depend on what was saved before it. */
    boolean looksBack(int part) {
        return part <= lastAgain;
    }
}
