package org.gatepost.sieve;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import org.gatepost.sieve.language.SieveCommand;
import org.gatepost.sieve.language.Utf8;

/** A text as modifiers of {@code set} and {@code extracttext} make it (RFC 5229 section 4.1, enotify, regex). Stateless. */
final class ModifiedText {

    private ModifiedText() {
    }

    /**
     * The text as the modifiers make it, in their order.
     *
     * @param octetsMax of the variable it is for
     */
    static String of(String value, List<SieveCommand.Modifier> modifiers, int octetsMax) {
        String text = value;
        for (SieveCommand.Modifier modifier : modifiers) {
            text = switch (modifier) {
                case LOWER -> ascii(text, false);
                case UPPER -> ascii(text, true);
                case LOWERFIRST -> text.isEmpty() ? text : ascii(text.substring(0, 1), false) + text.substring(1);
                case UPPERFIRST -> text.isEmpty() ? text : ascii(text.substring(0, 1), true) + text.substring(1);
                case QUOTEWILDCARD -> cutBehindEscape(text.replaceAll("([\\\\*?])", "\\\\$1"), octetsMax);
                case QUOTEREGEX -> text.replaceAll("([\\\\.*+?^$|(){}\\[\\]])", "\\\\$1");
                case ENCODEURL -> urlEncoded(text);
                case LENGTH -> Integer.toString(text.codePointCount(0, text.length()));
            };
        }
        return text;
    }

    /** What a variable is too small for is left out in whole escapes: half of one would change the pattern. */
    private static String cutBehindEscape(String text, int octetsMax) {
        String kept = Utf8.cut(text, octetsMax);
        int backslashes = 0;
        while (kept.length() < text.length() && backslashes < kept.length() && kept.charAt(kept.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1 ? kept.substring(0, kept.length() - 1) : kept;
    }

    private static String ascii(String text, boolean upper) {
        StringBuilder all = new StringBuilder(text);
        for (int i = 0; i < all.length(); i++) {
            char c = all.charAt(i);
            if (upper ? c >= 'a' && c <= 'z' : c >= 'A' && c <= 'Z') {
                all.setCharAt(i, (char) (c ^ 0x20));
            }
        }
        return all.toString();
    }

    private static String urlEncoded(String text) {
        StringBuilder all = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0)) {
                all.append(c);
            } else {
                all.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return all.toString();
    }
}
