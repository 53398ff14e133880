package org.gatepost.sieve.message;

import java.util.List;
import java.util.Optional;

/** Addresses of header fields, envelopes and scripts. */
public final class MailAddresses {

    private MailAddresses() {
    }

    /** Those that a field's value lists; what is no address is passed over. */
    public static List<MailAddress> list(String value) {
        return new AddressScanner(value).list();
    }

    /** The address that a script names: one, with or without a name before it. */
    public static Optional<MailAddress> single(String text) {
        AddressScanner scanner = new AddressScanner(text);
        List<MailAddress> found = scanner.list();
        return scanner.mistakes() == 0 && scanner.groups() == 0 && found.size() == 1 && !text.strip().endsWith(",") ? Optional.of(found.get(0))
                : Optional.empty();
    }

    /** The path of an envelope; absent where it is not one, and for the null reverse-path. */
    public static Optional<MailAddress> path(String text) {
        return new AddressScanner(text).path();
    }

    /** Whether that is the null reverse-path. */
    public static boolean isNullPath(String text) {
        return text.isBlank() || text.strip().equals("<>");
    }
}
