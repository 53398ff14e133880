package org.gatepost.adapter.ldap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPURL;
import com.unboundid.ldap.sdk.SearchScope;

import org.gatepost.directory.MailGroup;
import org.gatepost.smtp.protocol.Mailbox;

/**
 * What the attributes of a group mean. Members and broadcasters named by entry are read from the directory; a rule that names senders but none
 * we can make out makes the group unusable, since an empty rule would open it to everybody.
 */
final class GroupReader {

    /** Members of one group. */
    static final int MEMBERS_MAX = 1000;

    private static final String NO_REQUIREMENTS = "NO_REQUIREMENTS";

    private final LdapProfile profile;
    private final EntryReader entries;
    private final LdapSearches searches;

    GroupReader(LdapProfile profile, EntryReader entries, LdapSearches searches) {
        this.profile = profile;
        this.entries = entries;
        this.searches = searches;
    }

    boolean isGroup(Entry entry) {
        return profile.names(LdapAttribute.GROUP_CLASS).stream().anyMatch(entry::hasObjectClass);
    }

    MailGroup group(Entry entry) throws LDAPException {
        List<String> policy = entries.values(entry, LdapAttribute.BROADCASTER_POLICY);
        // PASSWORD_REQUIRED and its kin cannot be met here; they close the group to strangers at the least.
        boolean authentication = policy.stream().anyMatch(word -> !word.strip().equalsIgnoreCase(NO_REQUIREMENTS) && !word.strip().equalsIgnoreCase("FALSE"));
        List<String> broadcasters = entries.values(entry, LdapAttribute.ALLOWED_BROADCASTER);
        boolean membersOnly = broadcasters.stream().anyMatch(value -> isSelf(entry, value));
        List<Mailbox> allowed = named(entry, broadcasters.stream().filter(value -> !isSelf(entry, value)).toList());
        if (!broadcasters.isEmpty() && allowed.isEmpty() && !membersOnly) {
            throw new EntryReader.Unusable(entry.getDN() + " " + LdapAttribute.ALLOWED_BROADCASTER.word() + " names nobody");
        }
        List<String> moderatorValues = entries.values(entry, LdapAttribute.MODERATOR);
        List<Mailbox> moderators = named(entry, moderatorValues);
        if (!moderatorValues.isEmpty() && moderators.isEmpty()) {
            throw new EntryReader.Unusable(entry.getDN() + " " + LdapAttribute.MODERATOR.word() + " names nobody");
        }
        return new MailGroup(entry.getDN(), entries.mail(entry), entries.status(entry, LdapAttribute.GROUP_STATUS), entries.limit(entry, LdapAttribute.GROUP_SIZE_LIMIT, 1),
                authentication, domains(entry, LdapAttribute.ALLOWED_DOMAIN), domains(entry, LdapAttribute.DISALLOWED_DOMAIN), allowed, membersOnly, moderators,
                errorsTo(entry), members(entry), entries.treatments().ofAccount(entry));
    }

    /** The first of those named; where nobody is, the group is an alias, and the sender hears. */
    private Optional<Mailbox> errorsTo(Entry entry) throws LDAPException {
        return named(entry, entries.values(entry, LdapAttribute.ERRORS_TO)).stream().findFirst();
    }

    private List<String> domains(Entry entry, LdapAttribute attribute) {
        return entries.values(entry, attribute).stream().map(value -> value.strip().toLowerCase(Locale.ROOT)).toList();
    }

    private List<Mailbox> members(Entry entry) throws LDAPException {
        // A directory that shows a part of the values, as Active Directory does, says so in the attribute's name.
        if (entry.getAttributes().stream().anyMatch(each -> each.getOptions().stream().anyMatch(option -> option.toLowerCase(Locale.ROOT).startsWith("range=")))) {
            throw new EntryReader.Unusable(entry.getDN() + " has more members than the directory shows at once");
        }
        List<String> dns = entries.values(entry, LdapAttribute.MEMBER_DN);
        List<Mailbox> members = new ArrayList<>(entries.addresses(entry, LdapAttribute.MEMBER_ADDRESS));
        if (dns.size() + members.size() > MEMBERS_MAX) {
            throw new EntryReader.Unusable(entry.getDN() + " has more than " + MEMBERS_MAX + " members");
        }
        for (String dn : dns) {
            Optional<Entry> member = searches.entry(dn);
            Optional<Mailbox> address = member.flatMap(e -> entries.first(e, LdapAttribute.MAIL)).flatMap(Addresses::parse);
            address.ifPresentOrElse(members::add, () -> entries.complain(entry.getDN() + " member " + dn + " has no address"));
        }
        return members;
    }

    /** Addresses of those a rule names by {@code mailto:}, address, DN or LDAP URL. */
    private List<Mailbox> named(Entry group, List<String> values) throws LDAPException {
        List<Mailbox> found = new ArrayList<>();
        for (String value : values) {
            String text = value.strip();
            Optional<Mailbox> address = Addresses.parse(text.regionMatches(true, 0, "mailto:", 0, 7) ? text.substring(7) : text);
            if (address.isPresent() && !isUrl(text)) {
                found.add(address.get());
                continue;
            }
            List<Entry> named = isUrl(text) ? searches.url(text, MEMBERS_MAX) : searches.entry(text).map(List::of).orElse(List.of());
            if (named.isEmpty()) {
                entries.complain(group.getDN() + " names somebody who is not there");
            }
            for (Entry entry : named) {
                found.addAll(entries.allAddresses(entry));
                if (isGroup(entry)) {
                    found.addAll(members(entry));
                }
            }
        }
        return found;
    }

    private static boolean isUrl(String text) {
        return text.regionMatches(true, 0, "ldap:", 0, 5) || text.regionMatches(true, 0, "ldaps:", 0, 6);
    }

    private static boolean isSelf(Entry group, String value) {
        try {
            LDAPURL url = isUrl(value.strip()) ? new LDAPURL(value.strip()) : null;
            if (url != null && url.getScope() != SearchScope.BASE) {
                return false;
            }
            return DN.equals(group.getDN(), url == null ? value.strip() : url.getBaseDN().toString());
        } catch (LDAPException e) {
            return false;
        }
    }
}
