package org.gatepost.mailauth.spf;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which texts are names that DNS can be asked about. */
final class DomainNames {

    static final int LENGTH_MAX = 253;
    private static final int LABEL_MAX = 63;
    /** Underscores are no part of host names, but of names in use. The last label is not a number: that would be an address. */
    private static final Pattern HOST = Pattern.compile("(?:[A-Za-z0-9_-]+\\.)+(?=[^.]*[A-Za-z-])[A-Za-z0-9_-]+");

    private DomainNames() {
    }

    /** The domain of an identity (RFC 7208 section 4.3): of several labels, none too long; no address literal, no single word. */
    static Optional<String> identity(String text) {
        return target(text).filter(name -> HOST.matcher(name).matches());
    }

    /**
     * What a term's domain-spec came to, in lower case and without a last dot. Macros can put anything into it; DNS takes any character, but no empty label
     * and none over 63 octets, and a name of one label is nobody's.
     */
    static Optional<String> target(String text) {
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        String[] labels = name.split("\\.", -1);
        if (labels.length < 2 || name.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        for (String label : labels) {
            if (label.isEmpty() || label.length() > LABEL_MAX || label.chars().anyMatch(c -> c < ' ' || c > 126)) {
                return Optional.empty();
            }
        }
        return Optional.of(name.toLowerCase(Locale.ROOT));
    }

    /** Section 7.3: what is too long loses labels on the left until it fits. */
    static String cut(String expanded) {
        String name = expanded;
        while (name.length() > LENGTH_MAX && name.indexOf('.') >= 0) {
            name = name.substring(name.indexOf('.') + 1);
        }
        return name;
    }

    /** Whether a name is a domain or lies below it. */
    static boolean isWithin(String name, String domain) {
        String lower = name.toLowerCase(Locale.ROOT);
        String above = domain.toLowerCase(Locale.ROOT);
        return lower.equals(above) || lower.endsWith("." + above);
    }
}
