package org.gatepost.sieve.language;

import java.math.BigInteger;

/** How strings compare (RFC 4790; RFC 5228 2.7.3). */
public enum Collation {
    OCTET("i;octet"), ASCII_CASEMAP("i;ascii-casemap"), ASCII_NUMERIC("i;ascii-numeric"), UNICODE_CASEMAP("i;unicode-casemap");

    private final String word;

    Collation(String word) {
        this.word = word;
    }

    /** The name in {@code :comparator}. */
    public String word() {
        return word;
    }

    /** Whether it knows parts of a string; numbers have none. */
    public boolean hasSubstrings() {
        return this != ASCII_NUMERIC;
    }

    /** The text so written that equal texts are the same. */
    public String folded(String text) {
        return switch (this) {
            case OCTET, ASCII_NUMERIC -> text;
            case ASCII_CASEMAP -> asciiUpper(text);
            case UNICODE_CASEMAP -> java.text.Normalizer.normalize(text.toUpperCase(java.util.Locale.ROOT), java.text.Normalizer.Form.NFKD);
        };
    }

    /** Below, at or above 0. */
    public int compare(String one, String other) {
        if (this != ASCII_NUMERIC) {
            return compareByCodePoint(folded(one), folded(other));
        }
        // RFC 4790 9.1.1: what does not begin with a digit is positive infinity.
        String left = digits(one);
        String right = digits(other);
        if (left.isEmpty() || right.isEmpty()) {
            return Boolean.compare(left.isEmpty(), right.isEmpty());
        }
        return left.length() < 18 && right.length() < 18 ? Long.compare(Long.parseLong(left), Long.parseLong(right))
                : left.length() != right.length() && left.length() > 512 | right.length() > 512 ? compareLong(left, right)
                : new BigInteger(left).compareTo(new BigInteger(right));
    }

    private static int compareLong(String left, String right) {
        String one = left.replaceFirst("^0+(?=.)", "");
        String other = right.replaceFirst("^0+(?=.)", "");
        return one.length() != other.length() ? Integer.compare(one.length(), other.length()) : Integer.signum(one.compareTo(other));
    }

    private static String digits(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return text.substring(0, end);
    }

    /** As the octets of UTF-8 compare. */
    private static int compareByCodePoint(String one, String other) {
        int most = Math.min(one.length(), other.length());
        for (int i = 0; i < most; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                boolean surrogates = Character.isSurrogate(a) != Character.isSurrogate(b);
                return surrogates ? Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b)) : Character.compare(a, b);
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    private static String asciiUpper(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'a' && c <= 'z') {
                char[] all = text.toCharArray();
                for (int k = i; k < all.length; k++) {
                    if (all[k] >= 'a' && all[k] <= 'z') {
                        all[k] -= 'a' - 'A';
                    }
                }
                return new String(all);
            }
        }
        return text;
    }
}
