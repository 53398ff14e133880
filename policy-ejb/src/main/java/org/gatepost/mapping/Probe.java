package org.gatepost.mapping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.gatepost.smtp.protocol.IpAddress;

/**
 * A text on its way through a table: folded once for all entries that are tried, and taken apart into the words by which the entries are found. Its
 * words are the runs between {@link #DIVIDES characters that divide}, and within them the runs of letters, digits, {@code -} and {@code _}.
 */
final class Probe {

    private static final String DIVIDES = "|@/;,[] ";

    private final String text;
    private final String folded;

    Probe(String text) {
        this.text = text;
        this.folded = fold(text);
    }

    String text() {
        return text;
    }

    /** As long as the text, character by character. */
    String folded() {
        return folded;
    }

    static boolean divides(char c) {
        return DIVIDES.indexOf(c) >= 0;
    }

    /** What is compared, where case is not. */
    static char fold(char c) {
        if (c < 0x80) {
            return c >= 'A' && c <= 'Z' ? (char) (c + 0x20) : c;
        }
        return Character.toLowerCase(Character.toUpperCase(c));
    }

    static String fold(String text) {
        char[] folded = new char[text.length()];
        for (int i = 0; i < folded.length; i++) {
            folded[i] = fold(text.charAt(i));
        }
        return new String(folded);
    }

    Set<String> words() {
        Set<String> words = new HashSet<>();
        for (Run run : runs(folded)) {
            words.add(run.text());
        }
        return words;
    }

    /** The addresses among its runs between dividing characters. */
    List<IpAddress> addresses() {
        List<IpAddress> found = new ArrayList<>(2);
        for (Run run : runs(folded)) {
            if (run.whole()) {
                address(run.text()).ifPresent(found::add);
            }
        }
        return found;
    }

    static Optional<IpAddress> address(String text) {
        if (text.length() < 2 || text.length() > 45 || text.indexOf(':') < 0 && !isQuad(text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(IpAddress.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isQuad(String text) {
        int dots = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                dots++;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        return dots == 3;
    }

    /**
     * A word of a text.
     *
     * @param whole whether characters that divide, or the ends of the text, stand on both sides
     */
    record Run(String text, int start, int end, boolean whole) {
    }

    static List<Run> runs(String folded) {
        List<Run> runs = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= folded.length(); i++) {
            if (i == folded.length() || divides(folded.charAt(i))) {
                if (i > start) {
                    runs.add(new Run(folded.substring(start, i), start, i, true));
                    addParts(folded, start, i, runs);
                }
                start = i + 1;
            }
        }
        return runs;
    }

    private static void addParts(String folded, int from, int to, List<Run> runs) {
        int start = from;
        for (int i = from; i <= to; i++) {
            if (i == to || !isOfWord(folded.charAt(i))) {
                if (i > start && (start > from || i < to)) {
                    runs.add(new Run(folded.substring(start, i), start, i, false));
                }
                start = i + 1;
            }
        }
    }

    static boolean isOfWord(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c >= 0x80;
    }
}
