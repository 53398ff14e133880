package org.gatepost.smtp.wire;

import java.util.HexFormat;
import java.util.Optional;

/** The encoding of ENVID and ORCPT: {@code +} and two upper case hexadecimal digits for what cannot stand there (RFC 3461 section 4). */
public final class Xtext {

    private static final HexFormat UPPER = HexFormat.of().withUpperCase();

    private Xtext() {
    }

    /** The text meant, or empty where it is not xtext, or hides a control character or an octet beyond ASCII. */
    public static Optional<String> decode(String xtext) {
        return octets(xtext).filter(Utf8Text::isAscii);
    }

    /** The same where octets beyond ASCII are UTF-8. */
    static Optional<String> decodeUtf8(String xtext) {
        return octets(xtext).flatMap(Utf8Text::decode);
    }

    /** A character an octet. */
    private static Optional<String> octets(String xtext) {
        StringBuilder out = new StringBuilder(xtext.length());
        for (int i = 0; i < xtext.length(); i++) {
            char c = xtext.charAt(i);
            if (c == '+') {
                if (i + 2 >= xtext.length() || !isUpperHex(xtext.charAt(i + 1)) || !isUpperHex(xtext.charAt(i + 2))) {
                    return Optional.empty();
                }
                c = (char) HexFormat.fromHexDigits(xtext, i + 1, i + 3);
                i += 2;
                // Section 4.2 and 4.4: what is decoded consists of printable characters, so that it may stand in a report.
                if (c < ' ' || c == 0x7f) {
                    return Optional.empty();
                }
            } else if (c < '!' || c > '~' || c == '=') {
                return Optional.empty();
            }
            out.append(c);
        }
        return Optional.of(out.toString());
    }

    /** As it is written on the wire. Characters beyond 255 do not occur in what {@link #decode} gives. */
    public static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '!' || c > '~' || c == '+' || c == '=') {
                out.append('+').append(UPPER.toHexDigits((byte) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean isUpperHex(char c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'F';
    }
}
