package org.gatepost.sieve.language;

import java.util.Locale;
import java.util.Set;

/** Header fields that hold addresses: the test "address" is for them alone (RFC 5228 5.1). */
final class AddressFields {

    private static final Set<String> NAMES = Set.of("from", "to", "cc", "bcc", "sender", "reply-to", "resent-from", "resent-to", "resent-cc", "resent-bcc",
            "resent-sender", "resent-reply-to", "return-path", "delivered-to", "envelope-to", "errors-to", "apparently-to", "mail-reply-to",
            "mail-followup-to", "disposition-notification-to", "return-receipt-to", "approved", "original-recipient", "abuse-reports-to", "complaints-to");

    private AddressFields() {
    }

    /** Fields with names of people's own may hold anything. */
    static boolean allows(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return NAMES.contains(lower) || lower.startsWith("x-");
    }
}
