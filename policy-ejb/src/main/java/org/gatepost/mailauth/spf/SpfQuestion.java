package org.gatepost.mailauth.spf;

import java.net.IDN;
import java.util.Optional;

import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.ReversePath;

/**
 * May this client use this name? The arguments of check_host() (RFC 7208 section 4.1).
 *
 * @param domain whose word counts, in A-labels where it can be written so
 * @param localPart of the sender; never empty
 * @param helo as the client gave it
 * @param identity which of its names is asked about
 */
public record SpfQuestion(IpAddress client, String domain, String localPart, String helo, Identity identity) {

    /** Section 4.3: where the sender has no local part. */
    static final String POSTMASTER = "postmaster";

    /** Which name of a client. */
    public enum Identity {
        HELO("helo"),
        MAIL_FROM("mailfrom");

        private final String word;

        Identity(String word) {
            this.word = word;
        }

        /** As in Received-SPF (section 9.1). */
        public String word() {
            return word;
        }
    }

    public SpfQuestion {
        domain = ascii(domain);
        localPart = localPart.isEmpty() ? POSTMASTER : localPart;
    }

    /** About the name in HELO or EHLO (section 2.3). */
    public static SpfQuestion hello(IpAddress client, String helo) {
        return new SpfQuestion(client, helo, POSTMASTER, helo, Identity.HELO);
    }

    /** About the reverse-path; the null one stands for the postmaster of the name in HELO (section 2.4). */
    public static SpfQuestion mailFrom(IpAddress client, ReversePath sender, String helo) {
        return sender.mailbox().map(mailbox -> new SpfQuestion(client, mailbox.domain(), mailbox.localPart(), helo, Identity.MAIL_FROM))
                .orElseGet(() -> new SpfQuestion(client, helo, POSTMASTER, helo, Identity.MAIL_FROM));
    }

    /** The same for an address as text, which need not be a proper one; the empty text is the null reverse-path. */
    public static SpfQuestion mailFrom(IpAddress client, String sender, String helo) {
        if (sender.isEmpty()) {
            return mailFrom(client, ReversePath.NULL, helo);
        }
        int at = sender.lastIndexOf('@');
        return new SpfQuestion(client, sender.substring(at + 1), at < 0 ? "" : sender.substring(0, at), helo, Identity.MAIL_FROM);
    }

    /** The whole sender, as {@code %{s}} has it. */
    public String sender() {
        return localPart + "@" + domain;
    }

    /** RFC 8616 section 4: a local part beyond ASCII can stand in no domain name. */
    Optional<String> asciiLocalPart() {
        return localPart.chars().allMatch(c -> c < 128) ? Optional.of(localPart) : Optional.empty();
    }

    private static String ascii(String domain) {
        if (domain.chars().allMatch(c -> c < 128)) {
            return domain;
        }
        try {
            return IDN.toASCII(domain);
        } catch (IllegalArgumentException e) {
            // No domain then; the check says so.
            return domain;
        }
    }
}
