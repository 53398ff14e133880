package org.gatepost.smtp.protocol;

import java.util.Optional;

/**
 * The argument of MAIL FROM: who is told when delivery fails; the null reverse-path {@code <>} tells nobody (RFC 5321 section 4.5.5).
 *
 * @param mailbox empty for the null reverse-path
 */
public record ReversePath(Optional<Mailbox> mailbox) {

    public static final ReversePath NULL = new ReversePath(Optional.empty());

    public static ReversePath of(Mailbox mailbox) {
        return new ReversePath(Optional.of(mailbox));
    }

    public boolean isNull() {
        return mailbox.isEmpty();
    }

    /** The address without angle brackets; the empty string for the null reverse-path. */
    public String address() {
        return mailbox.map(Mailbox::address).orElse("");
    }

    @Override
    public String toString() {
        return "<" + address() + ">";
    }
}
