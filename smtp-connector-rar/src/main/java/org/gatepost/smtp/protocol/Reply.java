package org.gatepost.smtp.protocol;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One SMTP reply (RFC 5321 section 4.2, RFC 2034). It cannot be built wrong: the status class equals the first digit of the code, and no
 * line holds a CR, an LF or another control character. Beyond ASCII only what the client asked to get in UTF-8 (RFC 6531 section 3.7.4.2).
 *
 * @param code 200 to 599, never 1xx
 * @param status the enhanced code; {@link EnhancedStatus#ABSENT} only for 220, 250 to HELO and EHLO, 221 and 3xx
 * @param lines the texts, at least one, each at most {@link #LINE_OCTETS_MAX} octets
 */
public record Reply(int code, EnhancedStatus status, List<String> lines) {

    /** RFC 5321 section 4.5.3.1.5 allows 512 octets a reply line, with code and CRLF; this leaves room for both codes. */
    public static final int LINE_OCTETS_MAX = 490;

    public Reply {
        if (code < 200 || code > 599) {
            throw new IllegalArgumentException("no such reply code: " + code);
        }
        if (!status.isAbsent() && status.statusClass() != code / 100) {
            throw new IllegalArgumentException("status " + status + " contradicts code " + code);
        }
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("a reply has at least one line");
        }
        for (String line : lines) {
            if (!isLine(line) && !isInternationalLine(line)) {
                throw new IllegalArgumentException("a reply line is printable and of at most " + LINE_OCTETS_MAX + " octets");
            }
        }
        lines = List.copyOf(lines);
    }

    /** Whether a text can stand in a reply as it is. */
    public static boolean isLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 127) {
                return false;
            }
        }
        return text.length() <= LINE_OCTETS_MAX;
    }

    private static boolean isInternationalLine(String text) {
        return text.chars().noneMatch(Character::isISOControl) && text.getBytes(StandardCharsets.UTF_8).length <= LINE_OCTETS_MAX;
    }

    /** A reply of one line. */
    public static Reply of(int code, String status, String text) {
        return new Reply(code, status.isEmpty() ? EnhancedStatus.ABSENT : EnhancedStatus.of(status), List.of(text));
    }

    /** A reply of one line whose text came from elsewhere: characters that cannot stand in a reply become {@code ?}, and it is cut to length. */
    public static Reply quoting(int code, String status, String text) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), LINE_OCTETS_MAX));
        for (int i = 0; i < text.length() && clean.length() < LINE_OCTETS_MAX; i++) {
            char c = text.charAt(i);
            clean.append(c >= ' ' && c < 127 ? c : '?');
        }
        return of(code, status, clean.toString());
    }

    public boolean isPositive() {
        return code < 400;
    }

    /** 4xx: the client may try again. */
    public boolean isTransient() {
        return code >= 400 && code < 500;
    }

    public boolean isPermanent() {
        return code >= 500;
    }

    /** The same refusal as a temporary one: 550 5.7.1 becomes 450 4.7.1, 554 becomes 454. Replies that are not permanent are returned as they are. */
    public Reply softened() {
        return isPermanent() ? new Reply(code - 100, status.inClass(4), lines) : this;
    }

    /** The reply as one line for a log: {@code 550 5.1.1 no such user}. */
    @Override
    public String toString() {
        return code + (status.isAbsent() ? "" : " " + status) + " " + String.join(" / ", lines);
    }
}
