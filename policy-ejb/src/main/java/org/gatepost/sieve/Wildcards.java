package org.gatepost.sieve;

import java.util.ArrayList;
import java.util.List;

import org.gatepost.sieve.language.Collation;
import org.gatepost.sieve.language.Position;

/** The match type ":matches" (RFC 5228 2.7.1): what each wildcard stands for, the earliest and shortest first (RFC 5229 3.2). */
final class Wildcards {

    private static final char ESCAPE = '\\';

    private Wildcards() {
    }

    /** The whole value and what each wildcard stands for; null where it does not match. */
    static List<String> match(String pattern, String value, Collation collation, Steps steps, Position at) {
        String text = collation.folded(value);
        if (text.length() != value.length()) {
            // A fold that changes lengths: what wildcards stand for is then said in folded form.
            value = text;
        }
        Pieces pieces = new Pieces(pattern, collation);
        return pieces.match(text, value, steps, at);
    }

    /** A pattern as runs of characters and wildcards. */
    private static final class Pieces {
        /** One of a character to find, '?' or '*'. */
        private final int[] kinds;
        private static final int ONE = -1;
        private static final int MANY = -2;

        Pieces(String pattern, Collation collation) {
            List<Integer> found = new ArrayList<>();
            StringBuilder literal = new StringBuilder();
            for (int i = 0; i < pattern.length(); i++) {
                char c = pattern.charAt(i);
                if (c == ESCAPE && i + 1 < pattern.length()) {
                    literal.append(pattern.charAt(++i));
                } else if (c == '?' || c == '*') {
                    flush(literal, found, collation);
                    found.add(c == '?' ? ONE : MANY);
                } else {
                    literal.append(c);
                }
            }
            flush(literal, found, collation);
            kinds = found.stream().mapToInt(Integer::intValue).toArray();
        }

        private static void flush(StringBuilder literal, List<Integer> into, Collation collation) {
            collation.folded(literal.toString()).chars().forEach(into::add);
            literal.setLength(0);
        }

        List<String> match(String text, String value, Steps steps, Position at) {
            int[] starts = new int[kinds.length];
            int[] ends = new int[kinds.length];
            int piece = 0;
            int here = 0;
            int star = -1;
            long work = 0;
            while (here < text.length() || piece < kinds.length) {
                if ((++work & 63) == 0) {
                    steps.take(1, at);
                }
                if (piece < kinds.length && kinds[piece] == MANY) {
                    starts[piece] = here;
                    ends[piece] = here;
                    star = piece++;
                } else if (piece < kinds.length && here < text.length() && (kinds[piece] == ONE || kinds[piece] == text.charAt(here))) {
                    starts[piece] = here;
                    here += kinds[piece] == ONE && Character.isHighSurrogate(text.charAt(here)) && here + 1 < text.length() ? 2 : 1;
                    ends[piece++] = here;
                } else if (star >= 0 && ends[star] < text.length()) {
                    // The last star takes one more; those before it keep what they have, which is the least they can.
                    here = ++ends[star];
                    piece = star + 1;
                } else {
                    return null;
                }
            }
            List<String> values = new ArrayList<>();
            values.add(value);
            for (int i = 0; i < kinds.length; i++) {
                if (kinds[i] < 0) {
                    values.add(value.substring(starts[i], ends[i]));
                }
            }
            return values;
        }
    }
}
