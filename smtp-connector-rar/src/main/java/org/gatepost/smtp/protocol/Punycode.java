package org.gatepost.smtp.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Characters beyond ASCII written with letters, digits and hyphens (RFC 3492). */
final class Punycode {

    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int FIRST_BIAS = 72;
    private static final int FIRST_BEYOND_ASCII = 128;

    private Punycode() {
    }

    static String encode(int[] characters) {
        StringBuilder out = new StringBuilder();
        for (int c : characters) {
            if (c < FIRST_BEYOND_ASCII) {
                out.append((char) c);
            }
        }
        int handled = out.length();
        int ascii = handled;
        if (ascii > 0) {
            out.append('-');
        }
        int smallest = FIRST_BEYOND_ASCII;
        int bias = FIRST_BIAS;
        long delta = 0;
        while (handled < characters.length) {
            int next = Integer.MAX_VALUE;
            for (int c : characters) {
                next = c >= smallest && c < next ? c : next;
            }
            delta += (long) (next - smallest) * (handled + 1);
            smallest = next;
            for (int c : characters) {
                if (c < smallest) {
                    delta++;
                } else if (c == smallest) {
                    append(out, delta, bias);
                    bias = adapted(delta, handled + 1, handled == ascii);
                    delta = 0;
                    handled++;
                }
            }
            delta++;
            smallest++;
        }
        return out.toString();
    }

    /** The characters of a text written so; empty where it is none. */
    static Optional<String> decode(String text) {
        int hyphen = text.lastIndexOf('-');
        List<Integer> characters = new ArrayList<>();
        text.substring(0, Math.max(0, hyphen)).chars().forEach(characters::add);
        long character = FIRST_BEYOND_ASCII;
        int bias = FIRST_BIAS;
        long place = 0;
        for (int at = hyphen + 1; at < text.length();) {
            long before = place;
            long weight = 1;
            for (int k = BASE;; k += BASE) {
                int digit = at < text.length() ? Character.digit(text.charAt(at), BASE) : -1;
                // The digits of Java begin with 0, those here with a.
                digit = digit < 0 ? -1 : digit < 10 ? digit + 26 : digit - 10;
                place += digit * weight;
                if (digit < 0 || place > Integer.MAX_VALUE) {
                    return Optional.empty();
                }
                at++;
                int threshold = Math.clamp(k - bias, T_MIN, T_MAX);
                if (digit < threshold) {
                    break;
                }
                weight *= BASE - threshold;
            }
            int count = characters.size() + 1;
            bias = adapted(place - before, count, before == 0);
            character += place / count;
            place %= count;
            if (character > Character.MAX_CODE_POINT) {
                return Optional.empty();
            }
            characters.add((int) place++, (int) character);
        }
        return Optional.of(characters.stream().map(Character::toString).collect(Collectors.joining()));
    }

    /** A number in digits of which the last is known by being small (section 3.3). */
    private static void append(StringBuilder out, long number, int bias) {
        long rest = number;
        for (int k = BASE;; k += BASE) {
            int threshold = Math.clamp(k - bias, T_MIN, T_MAX);
            if (rest < threshold) {
                out.append(digit(rest));
                return;
            }
            out.append(digit(threshold + (rest - threshold) % (BASE - threshold)));
            rest = (rest - threshold) / (BASE - threshold);
        }
    }

    private static char digit(long value) {
        return (char) (value < 26 ? 'a' + value : '0' + value - 26);
    }

    /** Section 6.1. */
    private static int adapted(long delta, int handled, boolean first) {
        long scaled = first ? delta / DAMP : delta / 2;
        scaled += scaled / handled;
        int k = 0;
        while (scaled > (BASE - T_MIN) * T_MAX / 2) {
            scaled /= BASE - T_MIN;
            k += BASE;
        }
        return (int) (k + (BASE - T_MIN + 1) * scaled / (scaled + SKEW));
    }
}
