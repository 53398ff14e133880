package org.gatepost.smtp.wire;

import java.util.Optional;

import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.Mailbox;

/** Reads one path (RFC 5321 section 4.1.2) from the start of a command's argument. A source route is read and dropped. For one use. */
final class PathReader {

    /** RFC 5321 section 4.5.3.1.3: with its brackets. */
    private static final int PATH_OCTETS_MAX = 256;
    private static final int LABEL_OCTETS_MAX = 63;
    private static final String ATEXT = "!#$%&'*+-/=?^_`{|}~";

    private final String text;
    private final boolean utf8;
    private int at;

    /**
     * What was read.
     *
     * @param mailbox empty for {@code <>}; with an empty domain for {@code <Postmaster>}
     * @param rest what follows the closing bracket
     */
    record Path(Optional<Mailbox> mailbox, String rest) {
    }

    private PathReader(String text, boolean utf8) {
        this.text = text;
        this.utf8 = utf8;
    }

    /**
     * The path, or empty where the argument does not begin with one.
     *
     * @param text one character an octet
     * @param utf8 whether octets beyond ASCII may be in it, as UTF-8 (RFC 6531 section 3.3)
     */
    static Optional<Path> read(String text, boolean utf8) {
        return new PathReader(text, utf8).path();
    }

    /** Whether a text is a domain name (RFC 5321 section 4.1.2), not an address literal. */
    static boolean isDomain(String text) {
        PathReader reader = new PathReader(text, false);
        return !reader.looksAt('[') && reader.domain().isPresent() && reader.at == text.length();
    }

    private Optional<Path> path() {
        if (!take('<')) {
            return Optional.empty();
        }
        if (take('>')) {
            return Optional.of(new Path(Optional.empty(), text.substring(at)));
        }
        if (!skipSourceRoute()) {
            return Optional.empty();
        }
        return mailbox().filter(m -> take('>') && at <= PATH_OCTETS_MAX).map(m -> new Path(Optional.of(m), text.substring(at)));
    }

    /** From octets to characters; empty for what is no UTF-8, or no domain that could be looked up. */
    private static Optional<Mailbox> mailbox(String localOctets, String domainOctets) {
        if (Utf8Text.isAscii(localOctets) && Utf8Text.isAscii(domainOctets)) {
            return Optional.of(new Mailbox(localOctets, domainOctets));
        }
        Optional<String> domain = Utf8Text.decode(domainOctets);
        return Utf8Text.decode(localOctets).filter(local -> domain.isPresent()).map(local -> new Mailbox(local, domain.get()))
                .filter(mailbox -> mailbox.asciiDomain().isPresent());
    }

    // Appendix C: "@a,@b:" before the mailbox must be accepted and should be ignored.
    private boolean skipSourceRoute() {
        if (!looksAt('@')) {
            return true;
        }
        do {
            if (!take('@') || domain().isEmpty()) {
                return false;
            }
        } while (take(','));
        return take(':');
    }

    private Optional<Mailbox> mailbox() {
        String local = looksAt('"') ? quotedString() : dotString();
        if (local.isEmpty() || local.length() > Mailbox.LOCAL_PART_OCTETS_MAX) {
            return Optional.empty();
        }
        if (looksAt('>') && local.equalsIgnoreCase("postmaster")) {
            return Optional.of(new Mailbox(local, ""));
        }
        return take('@') ? domain().flatMap(d -> mailbox(local, d)) : Optional.empty();
    }

    /** Empty where there is none. */
    private String dotString() {
        int start = at;
        do {
            int atom = at;
            while (at < text.length() && (isAtext(text.charAt(at)) || looksBeyondAscii())) {
                at++;
            }
            if (at == atom) {
                return "";
            }
        } while (take('.'));
        return text.substring(start, at);
    }

    private String quotedString() {
        StringBuilder out = new StringBuilder();
        at++;
        while (at < text.length() && !looksAt('"')) {
            if (looksAt('\\')) {
                at++;
            }
            if (at == text.length() || (text.charAt(at) < ' ' || text.charAt(at) > '~') && !looksBeyondAscii()) {
                return "";
            }
            out.append(text.charAt(at++));
        }
        return take('"') ? out.toString() : "";
    }

    private Optional<String> domain() {
        int start = at;
        if (looksAt('[')) {
            int end = text.indexOf(']', at);
            at = end + 1;
            return end < 0 || !isLiteral(text.substring(start + 1, end)) ? Optional.empty() : Optional.of(text.substring(start, at));
        }
        do {
            if (!takeLabel()) {
                return Optional.empty();
            }
        } while (take('.'));
        return at - start > Mailbox.DOMAIN_OCTETS_MAX ? Optional.empty() : Optional.of(text.substring(start, at));
    }

    private boolean takeLabel() {
        int start = at;
        while (at < text.length() && (isLetterOrDigit(text.charAt(at)) || looksBeyondAscii() || looksAt('-') && at > start)) {
            at++;
        }
        return at > start && at - start <= LABEL_OCTETS_MAX && text.charAt(at - 1) != '-';
    }

    /** Section 4.1.3; no general address literal is standardized, so none is known. */
    static boolean isLiteral(String inner) {
        try {
            boolean v6 = inner.regionMatches(true, 0, "IPv6:", 0, 5);
            String address = v6 ? inner.substring(5) : inner;
            IpAddress.parse(address);
            return v6 == (address.indexOf(':') >= 0);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean looksBeyondAscii() {
        return utf8 && at < text.length() && text.charAt(at) > 127;
    }

    private boolean looksAt(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private boolean take(char c) {
        boolean there = looksAt(c);
        if (there) {
            at++;
        }
        return there;
    }

    private static boolean isAtext(char c) {
        return isLetterOrDigit(c) || ATEXT.indexOf(c) >= 0;
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
