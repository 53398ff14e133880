package org.gatepost.directory;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.gatepost.mail.NoSolicit;
import org.gatepost.smtp.protocol.Mailbox;

/**
 * A user.
 *
 * @param uid login name
 * @param alternates other addresses it has
 * @param keepsMailbox whether mail is delivered to the mailbox (mailDeliveryOption mailbox; also when the attribute is missing)
 * @param forwardsTo addresses copies go to (mailForwardingAddress, where mailDeliveryOption has forward)
 * @param autoreply the answer to mail (where mailDeliveryOption has autoreply)
 * @param held why the user's mail waits for a person: a way of delivery (mailDeliveryOption) that is not ours to go
 * @param mailHost the host the mailbox is on, where it is not the usual one
 * @param treatment what else holds for the user's mail
 */
public record MailUser(String dn, String uid, Mailbox mail, List<Mailbox> alternates, AccountStatus status, OptionalLong messageOctetsMax, boolean keepsMailbox,
        List<Mailbox> forwardsTo, Optional<Autoreply> autoreply, Optional<String> held, Optional<String> mailHost, Treatment treatment) implements MailAccount {

    public MailUser {
        alternates = List.copyOf(alternates);
        forwardsTo = List.copyOf(forwardsTo);
    }

    /** A user with one address. */
    public MailUser(String dn, String uid, Mailbox mail, AccountStatus status, OptionalLong messageOctetsMax, boolean keepsMailbox, List<Mailbox> forwardsTo,
            Optional<Autoreply> autoreply, Optional<String> held, Optional<String> mailHost, Treatment treatment) {
        this(dn, uid, mail, List.of(), status, messageOctetsMax, keepsMailbox, forwardsTo, autoreply, held, mailHost, treatment);
    }

    /** A user of whom nothing else is known than engines. */
    public MailUser(String dn, String uid, Mailbox mail, AccountStatus status, OptionalLong messageOctetsMax, boolean keepsMailbox, List<Mailbox> forwardsTo,
            List<String> scannerOptIns) {
        this(dn, uid, mail, status, messageOctetsMax, keepsMailbox, forwardsTo, Optional.empty(), Treatment.of(scannerOptIns, NoSolicit.NONE));
    }

    /** A user whose mail is delivered in ways that are ours. */
    public MailUser(String dn, String uid, Mailbox mail, AccountStatus status, OptionalLong messageOctetsMax, boolean keepsMailbox, List<Mailbox> forwardsTo,
            Optional<Autoreply> autoreply, Treatment treatment) {
        this(dn, uid, mail, status, messageOctetsMax, keepsMailbox, forwardsTo, autoreply, Optional.empty(), Optional.empty(), treatment);
    }

    /** The same user, with these other addresses. */
    MailUser alsoKnownAs(List<Mailbox> others) {
        return new MailUser(dn, uid, mail, others, status, messageOctetsMax, keepsMailbox, forwardsTo, autoreply, held, mailHost, treatment);
    }

    /** Solicitations the user does not want. */
    public NoSolicit noSolicit() {
        return treatment.noSolicit();
    }
}
