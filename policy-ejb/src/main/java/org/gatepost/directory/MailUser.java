package org.gatepost.directory;

import java.util.List;
import java.util.OptionalLong;

import org.gatepost.mail.NoSolicit;
import org.gatepost.smtp.protocol.Mailbox;

/**
 * A user.
 *
 * @param uid login name
 * @param keepsMailbox whether mail is delivered to the mailbox (mailDeliveryOption mailbox; also when the attribute is missing)
 * @param forwardsTo addresses copies go to (mailForwardingAddress, where mailDeliveryOption has forward)
 * @param scannerOptIns values of mailAntiUBEService, for engines
 * @param noSolicit solicitations the user does not want
 */
public record MailUser(String dn, String uid, Mailbox mail, AccountStatus status, OptionalLong messageOctetsMax, boolean keepsMailbox,
        List<Mailbox> forwardsTo, List<String> scannerOptIns, NoSolicit noSolicit) implements MailAccount {

    public MailUser {
        forwardsTo = List.copyOf(forwardsTo);
        scannerOptIns = List.copyOf(scannerOptIns);
    }

    /** A user who says nothing of solicitations. */
    public MailUser(String dn, String uid, Mailbox mail, AccountStatus status, OptionalLong messageOctetsMax, boolean keepsMailbox, List<Mailbox> forwardsTo,
            List<String> scannerOptIns) {
        this(dn, uid, mail, status, messageOctetsMax, keepsMailbox, forwardsTo, scannerOptIns, NoSolicit.NONE);
    }
}
