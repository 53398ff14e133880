package org.gatepost.directory;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.gatepost.smtp.protocol.Mailbox;

/**
 * A group: one address, many recipients, and who may send to it.
 *
 * @param alternates other addresses it has
 * @param rules who may
 * @param errorsTo mgrpErrorsTo: who hears of copies that could not be delivered. A group that has it is a mailing list, any other an alias
 * @param members addresses of uniqueMember and memberURL entries and of mgrpRFC822MailMember
 * @param changes what becomes of what it sends on
 * @param treatment what else holds for mail to it
 */
public record MailGroup(String dn, Mailbox mail, List<Mailbox> alternates, AccountStatus status, OptionalLong messageOctetsMax, GroupRules rules,
        Optional<Mailbox> errorsTo, List<Mailbox> members, ListChanges changes, Treatment treatment) implements MailAccount {

    public MailGroup {
        alternates = List.copyOf(alternates);
        members = List.copyOf(members);
    }

    /** A group with one address, which changes nothing. */
    public MailGroup(String dn, Mailbox mail, AccountStatus status, OptionalLong messageOctetsMax, GroupRules rules, Optional<Mailbox> errorsTo,
            List<Mailbox> members, Treatment treatment) {
        this(dn, mail, List.of(), status, messageOctetsMax, rules, errorsTo, members, ListChanges.NONE, treatment);
    }

    /** A group of whose mail nothing more is said. */
    public MailGroup(String dn, Mailbox mail, AccountStatus status, OptionalLong messageOctetsMax, boolean authenticationRequired,
            List<String> allowedDomains, List<String> disallowedDomains, List<Mailbox> allowedBroadcasters, boolean membersOnly, List<Mailbox> moderators,
            Optional<Mailbox> errorsTo, List<Mailbox> members) {
        this(dn, mail, status, messageOctetsMax, new GroupRules(authenticationRequired, allowedDomains, disallowedDomains, allowedBroadcasters, membersOnly, moderators),
                errorsTo, members, Treatment.NONE);
    }

    /** An alias: the sender hears of its copies. */
    public MailGroup(String dn, Mailbox mail, AccountStatus status, OptionalLong messageOctetsMax, boolean authenticationRequired,
            List<String> allowedDomains, List<String> disallowedDomains, List<Mailbox> allowedBroadcasters, boolean membersOnly, List<Mailbox> moderators,
            List<Mailbox> members) {
        this(dn, mail, status, messageOctetsMax, authenticationRequired, allowedDomains, disallowedDomains, allowedBroadcasters, membersOnly, moderators,
                Optional.empty(), members);
    }

    /** The same group, with these other addresses. */
    MailGroup alsoKnownAs(List<Mailbox> others) {
        return new MailGroup(dn, mail, others, status, messageOctetsMax, rules, errorsTo, members, changes, treatment);
    }
}
