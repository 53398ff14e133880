package org.gatepost.mapping;

import java.util.Locale;

import org.gatepost.mapping.TemplatePart.Letters;

/** The text a template makes, written in the style that holds where a piece is added. For one template. */
final class Output {

    private final StringBuilder text = new StringBuilder();
    private Letters letters = Letters.AS_THEY_ARE;
    private boolean quoted;

    /** {@code $_} ends quoting, too. */
    void style(Letters next) {
        if (next == Letters.QUOTED) {
            quoted = true;
        } else {
            letters = next;
            quoted = quoted && next != Letters.AS_THEY_ARE;
        }
    }

    /** Text of the template itself. */
    void literal(String piece) {
        text.append(inLetters(piece));
    }

    /** Text that is put in. */
    void substituted(String piece) {
        text.append(quoted ? quotedForFilter(inLetters(piece)) : inLetters(piece));
    }

    int length() {
        return text.length();
    }

    private String inLetters(String piece) {
        return switch (letters) {
            case LOWER -> piece.toLowerCase(Locale.ROOT);
            case UPPER -> piece.toUpperCase(Locale.ROOT);
            case AS_THEY_ARE, QUOTED -> piece;
        };
    }

    /** RFC 4515 section 3. */
    private static String quotedForFilter(String piece) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            if (c == '*' || c == '(' || c == ')' || c == '\\' || c == '\0') {
                out.append(String.format("\\%02x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
