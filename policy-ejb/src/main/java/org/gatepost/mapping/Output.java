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
    private final boolean url;

    public Output() {
        this(false);
    }

    private Output(boolean url) {
        this.url = url;
    }

    /** The URL of a look-up: what is put in is quoted for the part it stands in, asked for or not, so that no text from outside changes what is searched. */
    public static Output ofUrl() {
        return new Output(true);
    }

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
        String written = inLetters(piece);
        if (url) {
            text.append(UrlQuoting.quoted(written, part()));
        } else {
            text.append(quoted ? UrlQuoting.forFilter(written) : written);
        }
    }

    /** Which part of the URL is being written: parts are divided by question marks (RFC 4516 section 2), of which none is put in. */
    private int part() {
        return (int) text.chars().filter(c -> c == '?').count();
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

    @Override
    public String toString() {
        return text.toString();
    }
}
