package org.gatepost.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.gatepost.smtp.spool.MessageContent;

/**
 * The header section of a content, read without changing it: which field stands where (RFC 5322 section 2.2). Lines that are no fields are passed
 * over; they are nobody's business here.
 *
 * @param fields in order
 * @param octets length of the section, with the empty line that ends it
 */
public record MessageHeader(List<Field> fields, int octets) {

    /** Fields a message may have. Of one that has more, one field more is read and the rest passed over. */
    public static final int FIELDS_MAX = 2_000;
    /**
     * Fields that say how a message came and who vouched for it, how it is to be read, and how it may travel, in lower case: neither scripts nor lists add them
     * or take them out (RFC 5293 section 6, RFC 8601 section 5).
     */
    public static final Set<String> FIXED = Set.of("received", "received-spf", "return-path", "auto-submitted", "authentication-results", "mime-version", "content-type",
            "content-transfer-encoding", "tls-required");

    /**
     * One field.
     *
     * @param name in lower case
     * @param at octets of the content before it
     * @param length octets with all its continuation lines and the last CRLF
     * @param value unfolded, without the CRLFs; one char an octet
     */
    public record Field(String name, int at, int length, String value) {
    }

    public MessageHeader {
        fields = List.copyOf(fields);
    }

    /** Reads to the empty line, the end of the content, or {@code octetsMax}, whichever comes first. */
    public static MessageHeader read(MessageContent content, int octetsMax) throws IOException {
        try (InputStream in = content.open()) {
            return parse(sectionOf(in, octetsMax));
        }
    }

    private static byte[] sectionOf(InputStream in, int octetsMax) throws IOException {
        ByteArrayOutputStream section = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        int lineLength = 0;
        for (int read = in.read(buffer); read > 0 && section.size() < octetsMax; read = in.read(buffer)) {
            for (int i = 0; i < read; i++) {
                section.write(buffer[i]);
                if (buffer[i] == '\n') {
                    if (lineLength == 0) {
                        return section.toByteArray();
                    }
                    lineLength = 0;
                } else if (buffer[i] != '\r') {
                    lineLength++;
                }
            }
        }
        return section.toByteArray();
    }

    /** The header section these octets are. */
    static MessageHeader of(byte[] section) {
        return parse(section);
    }

    private static MessageHeader parse(byte[] section) {
        List<Field> fields = new ArrayList<>();
        int start = 0;
        while (start < section.length && fields.size() <= FIELDS_MAX) {
            int end = endOfLine(section, start);
            while (end < section.length && (section[end] == ' ' || section[end] == '\t')) {
                end = endOfLine(section, end);
            }
            String text = new String(section, start, end - start, StandardCharsets.ISO_8859_1);
            int colon = text.indexOf(':');
            String name = colon > 0 ? text.substring(0, colon).stripTrailing() : "";
            if (colon > 0 && isName(name)) {
                fields.add(new Field(name.toLowerCase(Locale.ROOT), start, end - start, unfolded(text.substring(colon + 1)).strip()));
            }
            start = end;
        }
        return new MessageHeader(fields, section.length);
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) <= ' ' || name.charAt(i) >= 127) {
                return false;
            }
        }
        return true;
    }

    /** Without its line endings, CRLF or LF. */
    private static String unfolded(String value) {
        StringBuilder whole = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '\n' && (c != '\r' || i + 1 == value.length() || value.charAt(i + 1) != '\n')) {
                whole.append(c);
            }
        }
        return whole.toString();
    }

    private static int endOfLine(byte[] octets, int from) {
        int i = from;
        while (i < octets.length && octets[i] != '\n') {
            i++;
        }
        return Math.min(i + 1, octets.length);
    }

    /** All fields of that name (lower case). */
    public List<Field> all(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).toList();
    }
}
