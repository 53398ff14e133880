package org.gatepost.mapping;

import java.nio.charset.StandardCharsets;

/** How text is put into an LDAP filter (RFC 4515) and into an LDAP URL (RFC 4516). */
final class UrlQuoting {

    private static final int NAME_PART = 0;
    private static final int FILTER_PART = 3;
    /** Question marks of a URL that names a place, attributes, a scope and a filter. */
    static final int MARKS_MAX = FILTER_PART;
    private static final String PLAIN_IN_URLS = "-._~@*()=";

    private UrlQuoting() {
    }

    /** @param part of the URL, from 0: the name where the search begins, attributes, scope, filter; a question mark behind the third is the filter's own, as it is read */
    static String quoted(String piece, int part) {
        if (part >= FILTER_PART) {
            return percent(forFilter(piece));
        }
        return percent(part == NAME_PART ? forName(piece) : piece);
    }

    /** RFC 4515 section 3. */
    static String forFilter(String piece) {
        return hex(piece, "*()\\\0");
    }

    /** RFC 4514 section 2.4; a blank or a number sign would have to be quoted at an end only. */
    private static String forName(String piece) {
        return hex(piece, "\"+,;<>\\=# \0");
    }

    private static String hex(String piece, String special) {
        StringBuilder out = new StringBuilder();
        piece.chars().forEach(c -> out.append(special.indexOf(c) >= 0 ? String.format("\\%02x", c) : String.valueOf((char) c)));
        return out.toString();
    }

    /** RFC 3986 section 2.1. */
    private static String percent(String piece) {
        StringBuilder out = new StringBuilder();
        for (byte octet : piece.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN_IN_URLS.indexOf(c) >= 0);
            out.append(plain ? String.valueOf(c) : String.format("%%%02x", (int) c));
        }
        return out.toString();
    }
}
