package org.gatepost.sieve.language;

/** How long text is on the wire, without writing it. */
public final class Utf8 {

    private Utf8() {
    }

    /** Octets of that text in UTF-8. */
    public static long octets(CharSequence text) {
        long octets = 0;
        for (int i = 0; i < text.length(); i++) {
            octets += octetsOf(text.charAt(i));
        }
        return octets;
    }

    static boolean longerThan(CharSequence text, int most) {
        return text.length() > most || text.length() > most / 3 && octets(text) > most;
    }

    /** The longest beginning of the text that takes no more octets than that and ends no character in its middle. */
    public static String cut(String text, int most) {
        if (!longerThan(text, most)) {
            return text;
        }
        long octets = 0;
        int end = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            long more = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (octets + more > most) {
                break;
            }
            octets += more;
            end += Character.charCount(point);
        }
        return text.substring(0, end);
    }

    /** Each half of a surrogate pair counts two of its four octets. */
    private static int octetsOf(char c) {
        return c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
}
