package org.gatepost.mapping;

import java.util.Locale;
import java.util.Optional;

/** The text a template makes, written in the style that holds where a piece is added. For one template. */
public final class Output {

    /** How the text that follows is written: {@code $\}, {@code $^}, {@code $_}; or {@code $=}: what is put in is quoted for an LDAP filter. */
    public enum Style {
        LOWER, UPPER, AS_IT_IS, QUOTED;

        /** The style a character after {@code $} asks for. */
        public static Optional<Style> of(char c) {
            return switch (c) {
                case '\\' -> Optional.of(LOWER);
                case '^' -> Optional.of(UPPER);
                case '_' -> Optional.of(AS_IT_IS);
                case '=' -> Optional.of(QUOTED);
                default -> Optional.empty();
            };
        }
    }

    private final StringBuilder text = new StringBuilder();
    private Style letters = Style.AS_IT_IS;
    private boolean quoted;

    /** {@code $_} ends quoting, too. */
    public void style(Style next) {
        if (next == Style.QUOTED) {
            quoted = true;
        } else {
            letters = next;
            quoted = quoted && next != Style.AS_IT_IS;
        }
    }

    /** Text of the template itself. */
    public void literal(String piece) {
        text.append(inLetters(piece));
    }

    /** Text that is put in. */
    public void substituted(String piece) {
        text.append(quoted ? quotedForFilter(inLetters(piece)) : inLetters(piece));
    }

    public int length() {
        return text.length();
    }

    private String inLetters(String piece) {
        return switch (letters) {
            case LOWER -> piece.toLowerCase(Locale.ROOT);
            case UPPER -> piece.toUpperCase(Locale.ROOT);
            case AS_IT_IS, QUOTED -> piece;
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
