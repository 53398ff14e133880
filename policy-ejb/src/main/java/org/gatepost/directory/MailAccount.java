package org.gatepost.directory;

import java.util.List;
import java.util.OptionalLong;

import org.gatepost.smtp.protocol.Mailbox;

/** What an address of a local domain names: a user or a group. */
public sealed interface MailAccount permits MailUser, MailGroup {

    /** The entry's distinguished name, for traces. */
    String dn();

    /** The primary address (attribute mail). */
    Mailbox mail();

    /** Its other addresses (mailAlternateAddress). */
    List<Mailbox> alternates();

    /** User (or group) status and mail status combined; the domain's is not in it. */
    AccountStatus status();

    /** Greatest message to it, in octets. */
    OptionalLong messageOctetsMax();

    /** What else holds for its mail; the domain's is not in it. */
    Treatment treatment();
}
