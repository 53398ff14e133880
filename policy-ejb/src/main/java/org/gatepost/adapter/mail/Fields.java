package org.gatepost.adapter.mail;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.gatepost.mail.VisibleText;

/** Field values from elsewhere, made fit to stand in a header: nothing a sender chose may begin a new line there. */
final class Fields {

    /** A line of a message has at most 998 octets (RFC 5322 section 2.1.1); this leaves room for the name of the field. */
    static final int VALUE_OCTETS_MAX = 900;

    private Fields() {
    }

    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    /** Printable ASCII as it is, every other octet as xtext writes it (RFC 3461 section 6.3): {@code +} and two hexadecimal digits. Cut to length. */
    static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (out.length() >= VALUE_OCTETS_MAX) {
                break;
            }
            if (octet >= ' ' && octet < 127) {
                out.append((char) octet);
            } else {
                out.append('+').append(String.format(Locale.ROOT, "%02X", octet & 0xff));
            }
        }
        return out.toString();
    }

    /** What people can see; see {@link VisibleText}. Cut to length. */
    static String visible(String text) {
        return VisibleText.of(text, VALUE_OCTETS_MAX);
    }
}
