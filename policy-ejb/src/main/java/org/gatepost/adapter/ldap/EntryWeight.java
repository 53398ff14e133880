package org.gatepost.adapter.ldap;

import java.util.Collection;
import java.util.List;

import org.gatepost.directory.Autoreply;
import org.gatepost.directory.GroupRules;
import org.gatepost.directory.MailAccount;
import org.gatepost.directory.MailDomain;
import org.gatepost.directory.MailGroup;
import org.gatepost.directory.MailUser;
import org.gatepost.directory.Treatment;
import org.gatepost.smtp.protocol.Mailbox;

/** How many octets of memory a remembered entry takes, about: near enough that a cache with a bound by octets keeps it. */
final class EntryWeight {

    /** An entry with nothing but names: its objects and those that point at it. */
    private static final int ENTRY = 400;
    private static final int TEXT = 56;
    private static final int MAILBOX = 160;

    private EntryWeight() {
    }

    static int of(MailDomain domain) {
        return ENTRY + of(domain.treatment());
    }

    static int of(MailAccount account) {
        return ENTRY + 2 * account.dn().length() + mailboxes(account.alternates()) + of(account.treatment()) + switch (account) {
            case MailUser user -> mailboxes(user.forwardsTo()) + user.autoreply().map(EntryWeight::of).orElse(0);
            case MailGroup group -> of(group.rules()) + mailboxes(group.members()) + texts(group.changes().added()) + texts(group.changes().removed())
                    + texts(List.of(group.changes().texts().before(), group.changes().texts().behind()));
        };
    }

    private static int of(Treatment treatment) {
        return treatment == Treatment.NONE ? 0 : ENTRY + texts(treatment.scannerOptIns()) + texts(treatment.scannerOptOuts()) + texts(treatment.sourceOptIns())
                + texts(treatment.noSolicit().patterns()) + texts(treatment.scripts()) + texts(treatment.conversionTags()) + mailboxes(treatment.captures())
                + (treatment.headOfHousehold().isPresent() ? MAILBOX : 0);
    }

    private static int of(GroupRules rules) {
        return texts(rules.allowedDomains()) + texts(rules.disallowedDomains()) + texts(rules.passwords()) + mailboxes(rules.allowedBroadcasters())
                + mailboxes(rules.disallowedBroadcasters()) + mailboxes(rules.moderators());
    }

    private static int of(Autoreply answer) {
        return ENTRY + 2 * (answer.subject().length() + answer.text().length() + answer.textInternal().length());
    }

    private static int texts(Collection<String> texts) {
        return texts.stream().mapToInt(text -> TEXT + 2 * text.length()).sum();
    }

    private static int mailboxes(Collection<Mailbox> mailboxes) {
        return mailboxes.size() * MAILBOX;
    }
}
