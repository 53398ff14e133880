package org.gatepost.workbench.bench.policy;

/**
 * A pattern with stars, each of which stands for any characters, also none; letters match without regard to case.
 *
 * @param text the pattern as it was written
 */
record WildcardPattern(String text) {

    /** Whether the whole of {@code probe} matches. In the order of both lengths' product at worst: no pattern makes it slower than that. */
    boolean matches(String probe) {
        int at = 0;
        int in = 0;
        int star = -1;
        int resume = 0;
        while (in < probe.length()) {
            if (at < text.length() && text.charAt(at) == '*') {
                star = at++;
                resume = in;
            } else if (at < text.length() && same(text.charAt(at), probe.charAt(in))) {
                at++;
                in++;
            } else if (star >= 0) {
                // The last star takes one character more; the ones before it need not be looked at again.
                at = star + 1;
                in = ++resume;
            } else {
                return false;
            }
        }
        while (at < text.length() && text.charAt(at) == '*') {
            at++;
        }
        return at == text.length();
    }

    private static boolean same(char one, char other) {
        return one == other || Character.toLowerCase(one) == Character.toLowerCase(other);
    }
}
