package org.gatepost.mail;

/** Patterns in which {@code *} stands for any characters, none included. */
public final class Glob {

    private Glob() {
    }

    /** Whether all of the text fits, in time that goes by the product of both lengths, whatever the pattern. Case counts. */
    public static boolean matches(String pattern, String text) {
        return matches(pattern, text, false);
    }

    /** The same where {@code ?} stands for any one character, as in names of files. */
    public static boolean matchesFile(String pattern, String name) {
        return matches(pattern, name, true);
    }

    private static boolean matches(String pattern, String text, boolean questionMark) {
        int at = 0;
        int star = -1;
        int resume = 0;
        int p = 0;
        while (at < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = at;
            } else if (p < pattern.length() && (pattern.charAt(p) == text.charAt(at) || questionMark && pattern.charAt(p) == '?')) {
                p++;
                at++;
            } else if (star >= 0) {
                p = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
