package org.gatepost.sieve.message;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A field value of the form of Content-Type or Content-Disposition (RFC 2045 5.1, RFC 2183).
 *
 * @param type lower case; empty where the value cannot be read
 * @param subtype lower case; empty where there is none
 */
public record MediaType(String type, String subtype, Map<String, String> parameters) {

    /** What a part without Content-Type is. */
    public static final MediaType TEXT = new MediaType("text", "plain", Map.of());
    private static final MediaType UNREADABLE = new MediaType("", "", Map.of());

    public MediaType {
        parameters = Map.copyOf(parameters);
    }

    public boolean is(String otherType, String otherSubtype) {
        return type.equals(otherType) && subtype.equals(otherSubtype);
    }

    public boolean isMultipart() {
        return type.equals("multipart");
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Reads a value with a type and a subtype. */
    static MediaType ofContentType(String value) {
        MediaType read = read(value);
        return read.subtype.isEmpty() ? UNREADABLE : read;
    }

    /** Reads a value; the subtype may be missing. */
    public static MediaType read(String value) {
        Scan scan = new Scan(value);
        String type = scan.token();
        String subtype = "";
        if (scan.take('/')) {
            subtype = scan.token();
            if (subtype.isEmpty()) {
                return UNREADABLE;
            }
        }
        scan.space();
        if (type.isEmpty() || !scan.atEnd() && scan.peek() != ';') {
            return UNREADABLE;
        }
        Map<String, String> parameters = new TreeMap<>();
        while (scan.take(';')) {
            String name = scan.token();
            if (name.isEmpty() || !scan.take('=')) {
                scan.skipTo(';');
                continue;
            }
            String text = scan.value();
            parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), text);
            scan.skipTo(';');
        }
        return new MediaType(type.toLowerCase(Locale.ROOT), subtype.toLowerCase(Locale.ROOT), joined(parameters));
    }

    /** Values in pieces, and in other alphabets (RFC 2231 sections 3 and 4). */
    private static Map<String, String> joined(Map<String, String> written) {
        Map<String, String> all = new TreeMap<>();
        written.forEach((name, value) -> {
            int star = name.indexOf('*');
            if (star < 0) {
                all.put(name, value);
                return;
            }
            String base = name.substring(0, star);
            if (name.equals(base + "*")) {
                all.putIfAbsent(base, decoded(value, true));
            } else if (name.startsWith(base + "*0") && !all.containsKey(base)) {
                StringBuilder text = new StringBuilder();
                for (int i = 0; written.containsKey(base + '*' + i) || written.containsKey(base + '*' + i + '*'); i++) {
                    String plain = written.get(base + '*' + i);
                    text.append(plain != null ? plain : decoded(written.get(base + '*' + i + '*'), i == 0));
                }
                all.put(base, text.toString());
            }
        });
        return all;
    }

    private static String decoded(String value, boolean withCharset) {
        int language = withCharset ? value.indexOf('\'') : -1;
        int text = language < 0 ? -1 : value.indexOf('\'', language + 1);
        String encoded = text < 0 ? value : value.substring(text + 1);
        java.io.ByteArrayOutputStream octets = new java.io.ByteArrayOutputStream();
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%' && i + 2 < encoded.length() && Character.digit(encoded.charAt(i + 1), 16) >= 0 && Character.digit(encoded.charAt(i + 2), 16) >= 0) {
                octets.write(Integer.parseInt(encoded, i + 1, i + 3, 16));
                i += 2;
            } else {
                octets.writeBytes(Character.toString(c).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return HeaderField.text(octets.toByteArray(), text < 0 ? "" : value.substring(0, language));
    }

    private static final class Scan {
        private final String text;
        private int next;

        Scan(String text) {
            this.text = text;
        }

        boolean atEnd() {
            return next >= text.length();
        }

        char peek() {
            return text.charAt(next);
        }

        void space() {
            int depth = 0;
            while (!atEnd() && (depth > 0 || peek() <= ' ' || peek() == '(')) {
                depth += peek() == '(' ? 1 : peek() == ')' ? -1 : 0;
                next++;
            }
        }

        String token() {
            space();
            int start = next;
            while (!atEnd() && peek() > ' ' && peek() != 0x7f && "()<>@,;:\\\"/[]?=".indexOf(peek()) < 0) {
                next++;
            }
            return text.substring(start, next);
        }

        boolean take(char c) {
            space();
            if (atEnd() || peek() != c) {
                return false;
            }
            next++;
            return true;
        }

        String value() {
            space();
            if (atEnd() || peek() != '"') {
                int start = next;
                while (!atEnd() && peek() > ' ' && peek() != ';' && peek() != '"') {
                    next++;
                }
                return text.substring(start, next);
            }
            StringBuilder quoted = new StringBuilder();
            next++;
            while (!atEnd() && peek() != '"') {
                if (peek() == '\\' && next + 1 < text.length()) {
                    next++;
                }
                quoted.append(peek());
                next++;
            }
            next++;
            return quoted.toString();
        }

        void skipTo(char c) {
            space();
            while (!atEnd() && peek() != c) {
                next++;
            }
        }
    }
}
