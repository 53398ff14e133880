package org.gatepost.directory;

import java.util.Optional;
import java.util.OptionalLong;

import org.gatepost.mail.SizeLimit;

/**
 * What a user, or everybody in a domain, may send. Empty: no limit of their own.
 *
 * @param recipients of one transaction; those beyond are refused one by one
 * @param recipientCutoff recipients of one transaction beyond which nobody gets the message
 * @param messageOctets greatest message
 * @param channel the source channel whose rules hold for it (LDAP_SOURCE_CHANNEL), where a channel lets itself be left by it
 */
public record SendingLimits(OptionalLong recipients, OptionalLong recipientCutoff, OptionalLong messageOctets, Optional<String> channel) {

    /** Numbers alone. */
    public SendingLimits(OptionalLong recipients, OptionalLong recipientCutoff, OptionalLong messageOctets) {
        this(recipients, recipientCutoff, messageOctets, Optional.empty());
    }

    public static final SendingLimits NONE = new SendingLimits(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    /** A user's, and where it says nothing the domain's. */
    public SendingLimits orElse(SendingLimits domain) {
        return equals(NONE) ? domain : new SendingLimits(either(recipients, domain.recipients), either(recipientCutoff, domain.recipientCutoff),
                either(messageOctets, domain.messageOctets), channel.or(domain::channel));
    }

    /** Whether one more recipient, with so many accepted before, is beyond the limit. */
    public boolean isFull(int accepted) {
        return SizeLimit.isExceeded(recipients, accepted + 1L);
    }

    private static OptionalLong either(OptionalLong own, OptionalLong other) {
        return own.isPresent() ? own : other;
    }
}
