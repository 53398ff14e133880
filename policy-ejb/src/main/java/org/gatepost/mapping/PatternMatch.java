package org.gatepost.mapping;

import java.util.Arrays;

/**
 * One pattern against one probe. Where a wildcard has been followed to all its ends in vain, those ends are not followed again when it begins
 * elsewhere in the same run: so each wildcard looks at each place of the probe about once, whatever stands behind it.
 */
final class PatternMatch {

    /** What a match may cost: back matches come near it, or dozens of wildcards over thousands of characters. */
    static final int STEPS_MAX = 200_000;

    /** It cost more. */
    static final class TooCostly extends Exception {
        private TooCostly() {
            super("a match takes more than " + STEPS_MAX + " steps", null, false, false);
        }
    }

    private final Pattern pattern;
    private final Probe probe;
    private final String folded;
    private final int[] starts;
    private final int[] ends;
    /** For each wildcard, from where on it was followed in vain, and how far that run goes. */
    private final int[] vainFrom;
    private final int[] vainTo;
    private int steps;

    PatternMatch(Pattern pattern, Probe probe) {
        this.pattern = pattern;
        this.probe = probe;
        this.folded = probe.folded();
        starts = new int[pattern.saved()];
        ends = new int[pattern.saved()];
        vainFrom = new int[pattern.size()];
        vainTo = new int[pattern.size()];
        Arrays.fill(vainFrom, Integer.MAX_VALUE);
    }

    boolean matches() throws TooCostly {
        int last = pattern.size() - 1;
        if (folded.length() < pattern.needed(0) || last >= 0 && pattern.part(last) instanceof PatternPart.Literal literal && !folded.endsWith(literal.text())) {
            return false;
        }
        return matches(0, 0);
    }

    /** The text of a saved wildcard, in its own case. */
    String saved(int number) {
        return probe.text().substring(starts[number], ends[number]);
    }

    private boolean matches(int part, int at) throws TooCostly {
        if (++steps > STEPS_MAX) {
            throw new TooCostly();
        }
        if (part == pattern.size()) {
            return at == folded.length();
        }
        return switch (pattern.part(part)) {
            case PatternPart.Literal literal -> folded.startsWith(literal.text(), at) && matches(part + 1, at + literal.text().length());
            case PatternPart.One one -> {
                int end = oneCharacter(one.set(), at);
                yield end > at && follow(part, at, end);
            }
            case PatternPart.Many many -> many(part, many, at);
            case PatternPart.Again(int number) -> {
                String text = folded.substring(starts[number], ends[number]);
                yield folded.startsWith(text, at) && matches(part + 1, at + text.length());
            }
            case PatternPart.Address address -> {
                int end = addressEnd(at, address.range().beginning().isV4());
                yield Probe.address(folded.substring(at, end)).filter(address.range()::contains).isPresent() && follow(part, at, end);
            }
        };
    }

    private boolean follow(int part, int at, int end) throws TooCostly {
        int number = pattern.number(part);
        if (number >= 0) {
            starts[number] = at;
            ends[number] = end;
        }
        return matches(part + 1, end);
    }

    private boolean many(int part, PatternPart.Many many, int at) throws TooCostly {
        boolean remembers = !pattern.looksBack(part);
        if (remembers && vainFrom[part] <= at && at <= vainTo[part]) {
            return false;
        }
        int run = runEnd(many.set(), at);
        int most = Math.min(run, folded.length() - pattern.needed(part + 1));
        if (remembers && at < vainFrom[part] && vainFrom[part] <= run) {
            most = Math.min(most, vainFrom[part] - 1);
        }
        for (int i = 0; i <= most - at; i++) {
            if (follow(part, at, many.lazy() ? at + i : most - i)) {
                return true;
            }
        }
        if (remembers) {
            vainFrom[part] = at;
            vainTo[part] = run;
        }
        return false;
    }

    private int runEnd(CharSet set, int at) {
        if (set.isAny()) {
            return folded.length();
        }
        int end = at;
        while (end < folded.length() && set.has(folded.charAt(end))) {
            end++;
        }
        return end;
    }

    /** A character beyond the basic plane is one, and its second half none. */
    private int oneCharacter(CharSet set, int at) {
        if (at >= folded.length() || !set.has(folded.charAt(at)) || at > 0 && Character.isSurrogatePair(folded.charAt(at - 1), folded.charAt(at))) {
            return at;
        }
        return at + 1 < folded.length() && Character.isSurrogatePair(folded.charAt(at), folded.charAt(at + 1)) ? at + 2 : at + 1;
    }

    private int addressEnd(int at, boolean v4) {
        int end = at;
        while (end < folded.length() && isOfAddress(folded.charAt(end), v4)) {
            end++;
        }
        return end;
    }

    private static boolean isOfAddress(char c, boolean v4) {
        return c >= '0' && c <= '9' || c == '.' || !v4 && (c >= 'a' && c <= 'f' || c == ':');
    }
}
