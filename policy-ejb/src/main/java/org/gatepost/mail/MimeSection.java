package org.gatepost.mail;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header section of a part, which has ended.
 *
 * @param number of the part, from 1, which is the message
 * @param within the number of the multipart it is one of; 0 for the message, and for a message that is another part's body
 * @param type in lower case, with its subtype
 * @param mime whether it is MIME by what it says
 * @param signed whether it stands within a multipart/signed, where nothing may be changed (RFC 1847 section 2.1)
 */
public record MimeSection(int number, int within, Place place, MessageHeader fields, String type, boolean mime, boolean signed, Kind kind) {

    private static final Pattern TYPE = Pattern.compile("\\s*([!-~&&[^()<>@,;:\\\\\"/\\[\\]?=]]+/[!-~&&[^()<>@,;:\\\\\"/\\[\\]?=]]+).*");
    private static final Pattern BOUNDARY = Pattern.compile("(?i);\\s*boundary\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s;\"()]+))");

    /** What a part holds. */
    public enum Kind {
        /** Other parts, behind delimiters. */
        MULTIPART,
        /** A message of its own. */
        MESSAGE,
        /** Octets. */
        LEAF
    }

    /**
     * Where a part stands in the content.
     *
     * @param delimiterAt the line that begins it, where it is one of a multipart's; else as {@code at}
     * @param at its header section
     * @param emptyLineAt the line that ends that
     * @param bodyAt what follows that line
     */
    public record Place(long delimiterAt, long at, long emptyLineAt, long bodyAt) {
    }

    /** The first field of that name (lower case); its place is counted from the section's. */
    public Optional<MessageHeader.Field> field(String name) {
        return fields.all(name).stream().findFirst();
    }

    /** Its transfer encoding, in lower case. */
    public String encoding() {
        return field("content-transfer-encoding").map(said -> said.value().toLowerCase(Locale.ROOT)).orElse("7bit");
    }

    /** Whether its octets stand there as they are. */
    public boolean isPlain() {
        return List.of("7bit", "8bit", "binary").contains(encoding());
    }

    MimeSection of(Kind other) {
        return new MimeSection(number, within, place, fields, type, mime, signed, other);
    }

    /** The type a value of Content-Type says, in lower case with its subtype; text/plain where it says none (RFC 2045 section 5.2). */
    static String type(String contentType) {
        Matcher matcher = TYPE.matcher(contentType);
        return matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "text/plain";
    }

    /** What its parts are parted by, where a value of Content-Type says that. */
    static Optional<String> boundary(String contentType) {
        Matcher matcher = BOUNDARY.matcher(contentType);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String boundary = matcher.group(1) == null ? matcher.group(2) : matcher.group(1).replaceAll("\\\\(.)", "$1");
        return Optional.of(boundary.stripTrailing()).filter(text -> !text.isEmpty() && text.length() <= 70);
    }
}
