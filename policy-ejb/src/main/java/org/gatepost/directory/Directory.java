package org.gatepost.directory;

import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.Match;

/**
 * Port: the directory. The domain is asked first, and only a local domain's users are looked up, so that mail for strangers costs the directory
 * nothing. Every answer comes within the adapter's deadline; safe for use by many threads.
 */
public interface Directory {

    /** Whether a domain is local, and its entry. {@link Match.NotFound}: known not to be local. */
    Match<MailDomain> domain(String name);

    /**
     * The user or group an address of a local domain names, by primary or alternate address; the address is looked up as given, then without
     * its {@code +detail}. {@link Match.Conflicting}: two entries have it.
     */
    Match<MailAccount> account(MailDomain domain, Mailbox address);

    /** Whether entries can say anything of those who send, such as limits; where they cannot, no sender is looked up. */
    default boolean saysOfSenders() {
        return false;
    }
}
