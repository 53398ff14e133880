package org.gatepost.adapter.ldap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPURL;
import com.unboundid.ldap.sdk.SearchScope;

import org.gatepost.directory.AccountStatus;
import org.gatepost.directory.GroupRules;
import org.gatepost.directory.ListChanges;
import org.gatepost.directory.ListTexts;
import org.gatepost.directory.MailGroup;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Reply;

/**
 * What the attributes of a group mean. Members and broadcasters named by entry are read from the directory; a rule that names senders but none
 * we can make out makes the group unusable, since an empty rule would open it to everybody.
 */
final class GroupReader {

    /** Members of one group. */
    static final int MEMBERS_MAX = 1000;
    /** Addresses of all whom one rule of a group names. */
    static final int NAMED_MAX = 10_000;

    private static final Set<String> NO_REQUIREMENT = Set.of("NO_REQUIREMENTS", "AND", "OR", "FALSE");
    private static final Set<String> PASSWORD = Set.of("PASSWORD_REQUIRED", "PASSWD_REQUIRED", "PASSWD_REQ");

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
        AccountStatus status = entries.status(entry, LdapAttribute.GROUP_STATUS);
        boolean hold = entries.values(entry, LdapAttribute.DELIVERY_OPTION).stream().anyMatch(option -> option.strip().equalsIgnoreCase("hold"));
        return new MailGroup(entry.getDN(), entries.mail(entry), entries.alternates(entry), hold ? status.orElse(AccountStatus.HOLD) : status,
                entries.limit(entry, LdapAttribute.GROUP_SIZE_LIMIT, 1), rules(entry), errorsTo(entry), members(entry), changes(entry), entries.treatments().ofAccount(entry));
    }

    private GroupRules rules(Entry entry) throws LDAPException {
        Set<String> policy = Set.copyOf(entries.values(entry, LdapAttribute.BROADCASTER_POLICY).stream().flatMap(words -> Arrays.stream(words.split("[,\\s]+")))
                .map(word -> word.toUpperCase(Locale.ROOT)).filter(word -> !word.isEmpty()).distinct().toList());
        boolean password = policy.stream().anyMatch(PASSWORD::contains);
        // A word we do not know closes the group to strangers at the least.
        boolean authentication = policy.stream().anyMatch(word -> !PASSWORD.contains(word) && !NO_REQUIREMENT.contains(word));
        List<String> broadcasters = entries.values(entry, LdapAttribute.ALLOWED_BROADCASTER);
        boolean membersOnly = broadcasters.stream().anyMatch(value -> isSelf(entry, value));
        List<Mailbox> allowed = somebody(entry, LdapAttribute.ALLOWED_BROADCASTER, broadcasters.stream().filter(value -> !isSelf(entry, value)).toList());
        return new GroupRules(authentication, password, policy.contains("OR"), domains(entry, LdapAttribute.ALLOWED_DOMAIN),
                domains(entry, LdapAttribute.DISALLOWED_DOMAIN), allowed, membersOnly,
                somebody(entry, LdapAttribute.DISALLOWED_BROADCASTER, entries.values(entry, LdapAttribute.DISALLOWED_BROADCASTER)),
                entries.values(entry, LdapAttribute.GROUP_PASSWORD), somebody(entry, LdapAttribute.MODERATOR, entries.values(entry, LdapAttribute.MODERATOR)),
                entries.values(entry, LdapAttribute.REJECT_ACTION).stream().anyMatch("TOMODERATOR"::equalsIgnoreCase), rejectText(entry));
    }

    /** Those a rule names; where it names some and none can be made out, the rule would be open to everybody. */
    private List<Mailbox> somebody(Entry entry, LdapAttribute rule, List<String> values) throws LDAPException {
        List<Mailbox> named = named(entry, values);
        if (!values.isEmpty() && named.isEmpty()) {
            throw new EntryReader.Unusable(entry.getDN() + " " + rule.word() + " names nobody");
        }
        return named;
    }

    /** The first line, where it can stand in a reply. */
    private Optional<String> rejectText(Entry entry) {
        Optional<String> text = entries.first(entry, LdapAttribute.REJECT_TEXT).flatMap(whole -> whole.lines().findFirst()).map(String::strip);
        text.filter(line -> !Reply.isLine(line)).ifPresent(line -> entries.complain(entry.getDN() + " " + LdapAttribute.REJECT_TEXT.word() + " is no line in ASCII"));
        return text.filter(line -> !line.isEmpty() && Reply.isLine(line));
    }

    /** The first of those named; where nobody is, the group is an alias, and the sender hears. */
    private Optional<Mailbox> errorsTo(Entry entry) throws LDAPException {
        return named(entry, entries.values(entry, LdapAttribute.ERRORS_TO)).stream().findFirst();
    }

    private ListChanges changes(Entry entry) {
        List<String> added = sound(entry, LdapAttribute.ADD_HEADER, String::strip, ListChanges::isField);
        List<String> removed = sound(entry, LdapAttribute.REMOVE_HEADER, name -> name.strip().replaceFirst("\\s*:$", "").toLowerCase(Locale.ROOT), ListChanges::mayGo);
        return new ListChanges(added, Set.copyOf(removed), new ListTexts(text(entry, LdapAttribute.PREFIX_TEXT), text(entry, LdapAttribute.SUFFIX_TEXT)));
    }

    /** One text, as it is written: of several values nobody could say in which order they stand. */
    private String text(Entry entry, LdapAttribute attribute) {
        List<String> values = entries.values(entry, attribute);
        List<String> texts = values.stream().filter(value -> !value.isEmpty() && ListTexts.isText(value)).toList();
        if (texts.size() < values.size() || texts.size() > 1) {
            entries.complain(entry.getDN() + " " + attribute.word() + (texts.size() > 1 ? " has a second value" : " has a value that is none"));
        }
        String text = texts.isEmpty() ? "" : texts.getFirst();
        if (ListTexts.octets(text) > ListTexts.TEXT_OCTETS_MAX) {
            throw new EntryReader.Unusable(entry.getDN() + " " + attribute.word() + " has more than " + ListTexts.TEXT_OCTETS_MAX + " octets");
        }
        return text;
    }

    /** Values that can be used; the others are named in the log. */
    private List<String> sound(Entry entry, LdapAttribute attribute, UnaryOperator<String> read, Predicate<String> can) {
        List<String> values = entries.values(entry, attribute).stream().map(read).distinct().toList();
        if (values.size() > ListChanges.FIELDS_MAX) {
            throw new EntryReader.Unusable(entry.getDN() + " " + attribute.word() + " has more than " + ListChanges.FIELDS_MAX + " values");
        }
        values.stream().filter(can.negate()).forEach(value -> entries.complain(entry.getDN() + " " + attribute.word() + " has a value that is none"));
        return values.stream().filter(can).toList();
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
        requireFew(entry, dns.size() + members.size());
        Map<String, Entry> byDn = searches.entries(dns);
        for (String dn : dns) {
            addAddress(members, Optional.ofNullable(byDn.get(dn)), entry, dn);
        }
        for (String url : entries.values(entry, LdapAttribute.MEMBER_URL)) {
            List<Entry> meant = meant(url.strip());
            if (meant.isEmpty()) {
                entries.complain(entry.getDN() + " " + LdapAttribute.MEMBER_URL.word() + " finds nobody");
            }
            meant.forEach(found -> addAddress(members, Optional.of(found), entry, found.getDN()));
            requireFew(entry, members.size());
        }
        return members;
    }

    /** The entries that a DN or an LDAP URL names: no more than one more than may be, which tells that there are too many. */
    private List<Entry> meant(String text) throws LDAPException {
        return isUrl(text) ? searches.url(text, MEMBERS_MAX + 1) : searches.entry(text).map(List::of).orElse(List.of());
    }

    private static void requireFew(Entry group, int members) {
        if (members > MEMBERS_MAX) {
            throw new EntryReader.Unusable(group.getDN() + " has or names more than " + MEMBERS_MAX + " members");
        }
    }

    private static void requireFewNamed(Entry group, int addresses) {
        if (addresses > NAMED_MAX) {
            throw new EntryReader.Unusable(group.getDN() + " has a rule that names more than " + NAMED_MAX + " addresses");
        }
    }

    private void addAddress(List<Mailbox> members, Optional<Entry> member, Entry group, String dn) {
        member.flatMap(found -> entries.first(found, LdapAttribute.MAIL)).flatMap(Addresses::parse)
                .ifPresentOrElse(members::add, () -> entries.complain(group.getDN() + " member " + dn + " has no address"));
    }

    /** Addresses of those a rule names by {@code mailto:}, address, DN or LDAP URL. */
    private List<Mailbox> named(Entry group, List<String> values) throws LDAPException {
        List<Mailbox> found = new ArrayList<>();
        for (String value : values) {
            String text = value.strip();
            Optional<Mailbox> address = Addresses.parse(text.regionMatches(true, 0, "mailto:", 0, 7) ? text.substring(7) : text);
            if (address.isPresent() && !isUrl(text)) {
                found.add(address.get());
                requireFewNamed(group, found.size());
                continue;
            }
            List<Entry> named = meant(text);
            if (named.isEmpty()) {
                entries.complain(group.getDN() + " names somebody who is not there");
            }
            // Of a rule that is known in part, nobody can say whom it means.
            requireFew(group, named.size());
            for (Entry entry : named) {
                found.addAll(entries.allAddresses(entry));
                if (isGroup(entry)) {
                    found.addAll(members(entry));
                }
                requireFewNamed(group, found.size());
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
