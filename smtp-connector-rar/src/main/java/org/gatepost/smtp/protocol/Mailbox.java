package org.gatepost.smtp.protocol;

import java.util.Locale;
import java.util.Optional;

/**
 * A mailbox as it stands in an envelope: local part and domain (RFC 5321 section 4.1.2).
 *
 * <p>The local part is kept as the client wrote it, without the quotes of a quoted string; the domain is in lower case, an address literal
 * with its brackets. Domains compare without regard to case, local parts exactly (section 2.4).
 *
 * @param localPart 1 to 64 octets, unquoted; may hold any character a quoted string may
 * @param domain 1 to 255 octets; empty only in {@link ForwardPath#POSTMASTER}
 */
public record Mailbox(String localPart, String domain) {

    /** RFC 5321 section 4.5.3.1.1. */
    public static final int LOCAL_PART_OCTETS_MAX = 64;
    /** RFC 5321 section 4.5.3.1.2. */
    public static final int DOMAIN_OCTETS_MAX = 255;

    private static final String ATEXT = "!#$%&'*+-/=?^_`{|}~.";

    public Mailbox {
        domain = domain.toLowerCase(Locale.ROOT);
    }

    /** The address as it is written in a command or header field: the local part quoted where it must be. */
    public String address() {
        String local = isDotString(localPart) ? localPart : quoted(localPart);
        return domain.isEmpty() ? local : local + "@" + domain;
    }

    /** Whether it has a character that only SMTPUTF8 lets it have (RFC 6531 section 3.3). */
    public boolean isInternational() {
        return !isAscii(localPart) || !isAscii(domain);
    }

    /**
     * The domain as DNS and old directories know it, in A-labels (RFC 5890 section 2.3.2.1, IDNA2008); the domain itself where it is ASCII. Empty where it cannot be
     * written so.
     */
    public Optional<String> asciiDomain() {
        if (isAscii(domain)) {
            return Optional.of(domain);
        }
        return DomainLabels.ascii(domain).filter(ascii -> ascii.length() <= DOMAIN_OCTETS_MAX);
    }

    /** The domain as people know it, in U-labels (RFC 5890 section 2.3.2.1); the domain itself where it has no A-labels. */
    public String unicodeDomain() {
        return domain.contains("xn--") ? DomainLabels.unicode(domain) : domain;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }

    /** The local part before {@code +}, for {@code user+detail@}; the whole local part where there is none, or nothing before it. */
    public String user() {
        int plus = localPart.indexOf('+');
        return plus > 0 ? localPart.substring(0, plus) : localPart;
    }

    private static boolean isDotString(String local) {
        if (local.isEmpty() || local.startsWith(".") || local.endsWith(".") || local.contains("..")) {
            return false;
        }
        // A loop: an address is written a dozen times on a message's way.
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            if (c < 128 && !Character.isLetterOrDigit(c) && ATEXT.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static String quoted(String local) {
        StringBuilder out = new StringBuilder("\"");
        local.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append((char) c);
        });
        return out.append('"').toString();
    }

    @Override
    public String toString() {
        return address();
    }
}
