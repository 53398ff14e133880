package org.gatepost.smtp.wire;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The encodings of an internationalized address in ORCPT: a backslash and {@code x{HEX}} for what cannot stand there (RFC 6533 section 3). */
public final class Utf8AddressXtext {

    /** The address type they belong to. */
    public static final String ADDRESS_TYPE = "utf-8";

    private static final Pattern EMBEDDED = Pattern.compile("\\\\x\\{([0-9A-F]{2,6})\\}");

    private Utf8AddressXtext() {
    }

    /**
     * The address meant by utf-8-addr-xtext, or by utf-8-addr-unitext where octets beyond ASCII are in it; empty where it is neither, or hides a control
     * character.
     *
     * @param text one character an octet
     */
    static Optional<String> decode(String text) {
        Optional<String> characters = Utf8Text.decode(text);
        if (characters.isEmpty() || text.chars().anyMatch(c -> c == '+' || c == '=' || c == ' ')) {
            return Optional.empty();
        }
        StringBuilder out = new StringBuilder();
        Matcher matcher = EMBEDDED.matcher(characters.get());
        int end = 0;
        while (matcher.find()) {
            int point = Integer.parseInt(matcher.group(1), 16);
            if (!Character.isValidCodePoint(point) || Character.getType(point) == Character.SURROGATE || Character.isISOControl(point)) {
                return Optional.empty();
            }
            out.append(characters.get(), end, matcher.start()).appendCodePoint(point);
            end = matcher.end();
        }
        // A backslash stands only where an embedded character begins.
        boolean sound = matcher.replaceAll("").indexOf('\\') < 0;
        return sound ? Optional.of(out.append(characters.get().substring(end)).toString()) : Optional.empty();
    }

    /**
     * As it is written on the wire.
     *
     * @param unitext whether characters beyond ASCII stand for themselves: to a receiver that offers SMTPUTF8 and gets such a message
     */
    public static String encode(String address, boolean unitext) {
        StringBuilder out = new StringBuilder();
        address.codePoints().forEach(c -> {
            boolean plain = c > ' ' && c < 127 && c != '+' && c != '=' && c != '\\';
            if (plain || unitext && c > 127) {
                out.appendCodePoint(c);
            } else {
                out.append("\\x{").append(String.format(Locale.ROOT, "%02X", c)).append('}');
            }
        });
        return out.toString();
    }
}
