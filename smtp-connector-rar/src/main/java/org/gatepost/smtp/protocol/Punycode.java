package org.gatepost.smtp.protocol;

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
