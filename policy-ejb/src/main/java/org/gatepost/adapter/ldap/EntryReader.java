package org.gatepost.adapter.ldap;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.unboundid.ldap.sdk.Entry;

import org.gatepost.directory.AccountStatus;
import org.gatepost.directory.DomainRouting;
import org.gatepost.directory.MailDomain;
import org.gatepost.directory.MailUser;
import org.gatepost.smtp.protocol.Mailbox;

/** What the attributes of domains and users mean. A value that makes no sense is named in the log once. */
final class EntryReader {

    private static final Logger LOG = System.getLogger(EntryReader.class.getName());
    private static final long BLOCK_OCTETS = 1024;
    /** Ways of delivery that would run programs of users, or write to files of theirs. */
    private static final Set<String> NOT_DONE = Set.of("program", "native", "unix", "file");
    private static final int COMPLAINTS_MAX = 1000;
    /** The attribute of Active Directory that holds a number of flags instead of a word. */
    private static final String ACCOUNT_CONTROL = "userAccountControl";
    private static final long ACCOUNT_DISABLED = 0x2;

    private final LdapProfile profile;
    private final TreatmentReader treatments;
    private final Set<String> complaints = ConcurrentHashMap.newKeySet();

    /** An entry that cannot be acted upon: neither "unknown" nor "anything goes", but a contradiction for a person to resolve. */
    static final class Unusable extends RuntimeException {
        Unusable(String why) {
            super(why, null, false, false);
        }
    }

    EntryReader(LdapProfile profile) {
        this.profile = profile;
        this.treatments = new TreatmentReader(this);
    }

    MailDomain domain(Entry entry, String asked) {
        String name = first(entry, LdapAttribute.DOMAIN_CANONICAL_NAME).or(() -> first(entry, LdapAttribute.DOMAIN_NAME)).orElse(asked);
        String base = first(entry, LdapAttribute.DOMAIN_BASE_DN).orElse(entry.getDN());
        return new MailDomain(name.strip().toLowerCase(Locale.ROOT), base, status(entry, LdapAttribute.DOMAIN_STATUS),
                limit(entry, LdapAttribute.DOMAIN_BLOCK_LIMIT, BLOCK_OCTETS), catchAll(entry), routing(entry), treatments.ofDomain(entry));
    }

    private DomainRouting routing(Entry entry) {
        Optional<String> host = host(entry, LdapAttribute.DOMAIN_ROUTING_HOST);
        Optional<String> smartHost = host(entry, LdapAttribute.DOMAIN_SMART_HOST);
        return host.isEmpty() && smartHost.isEmpty() ? DomainRouting.NONE : new DomainRouting(host, smartHost);
    }

    /** A host's name or address; what is none makes the entry unusable, since its mail would go elsewhere. */
    private Optional<String> host(Entry entry, LdapAttribute attribute) {
        Optional<String> host = first(entry, attribute).map(text -> text.toLowerCase(Locale.ROOT));
        if (host.isPresent() && !host.get().matches("[a-z0-9](?:[a-z0-9.-]{0,253}[a-z0-9])?")) {
            throw new Unusable(entry.getDN() + " " + attribute.word() + " is no host");
        }
        return host;
    }

    /** One that is no address is no catch-all, and said. */
    private Optional<Mailbox> catchAll(Entry entry) {
        return addresses(entry, LdapAttribute.DOMAIN_CATCH_ALL).stream().findFirst();
    }

    MailUser user(Entry entry) {
        Set<String> options = Set.copyOf(values(entry, LdapAttribute.DELIVERY_OPTION).stream().map(v -> v.strip().toLowerCase(Locale.ROOT)).distinct().toList());
        // A schema without delivery options has the forwarding address alone to say so.
        boolean forward = options.contains("forward") || profile.names(LdapAttribute.DELIVERY_OPTION).isEmpty();
        List<Mailbox> forwards = forward ? addresses(entry, LdapAttribute.FORWARDING_ADDRESS) : List.of();
        AccountStatus status = status(entry, LdapAttribute.USER_STATUS);
        // With no way of delivery that we know, the mailbox: nothing is lost for an option we have not heard of. What we know and do not do is held.
        boolean mailbox = options.contains("mailbox") || forwards.isEmpty();
        Optional<String> held = options.contains("mailbox") || !forwards.isEmpty() ? Optional.empty()
                : options.stream().filter(NOT_DONE::contains).sorted().findFirst().map(option -> "delivery option " + option + " is not done here");
        return new MailUser(entry.getDN(), first(entry, LdapAttribute.UID).orElse(""), mail(entry), alternates(entry),
                options.contains("hold") ? status.orElse(AccountStatus.HOLD) : status, limit(entry, LdapAttribute.BLOCK_LIMIT, BLOCK_OCTETS), mailbox,
                forwards, options.contains("autoreply") ? treatments.autoreply(entry) : Optional.empty(), held, host(entry, LdapAttribute.MAIL_HOST),
                treatments.ofAccount(entry));
    }

    /** How mail to a group is treated. */
    TreatmentReader treatments() {
        return treatments;
    }

    /** The primary address; an entry without a sound one cannot be delivered to. */
    Mailbox mail(Entry entry) {
        return first(entry, LdapAttribute.MAIL).flatMap(Addresses::parse)
                .orElseThrow(() -> new Unusable(entry.getDN() + " has no usable " + String.join(" or ", profile.names(LdapAttribute.MAIL))));
    }

    /** Other addresses. */
    List<Mailbox> alternates(Entry entry) {
        return addresses(entry, LdapAttribute.ALTERNATE_ADDRESS);
    }

    /** Primary and other addresses. */
    List<Mailbox> allAddresses(Entry entry) {
        List<Mailbox> all = new ArrayList<>(addresses(entry, LdapAttribute.MAIL));
        all.addAll(alternates(entry));
        return all;
    }

    List<Mailbox> addresses(Entry entry, LdapAttribute attribute) {
        List<Mailbox> found = new ArrayList<>();
        for (String value : addressTexts(entry, attribute)) {
            if (!Addresses.isCatchAll(value)) {
                Addresses.parse(value).ifPresentOrElse(found::add, () -> complain(entry.getDN() + " " + attribute.word() + " is no address"));
            }
        }
        return found;
    }

    /** Values that are addresses for mail, as text: of typed ones ({@code smtp:}) only those that are. */
    List<String> addressTexts(Entry entry, LdapAttribute attribute) {
        List<String> found = new ArrayList<>();
        for (String name : profile.names(attribute)) {
            boolean typed = Addresses.isTyped(name);
            for (String value : values(entry, name)) {
                if (!typed) {
                    found.add(value);
                } else if (value.regionMatches(true, 0, Addresses.TYPE, 0, Addresses.TYPE.length())) {
                    found.add(value.substring(Addresses.TYPE.length()));
                }
            }
        }
        return found;
    }

    AccountStatus status(Entry entry, LdapAttribute attribute) {
        AccountStatus status = AccountStatus.ACTIVE;
        for (String name : profile.names(attribute)) {
            String value = entry.getAttributeValue(name);
            if (value != null) {
                status = status.orElse(name.equalsIgnoreCase(ACCOUNT_CONTROL) ? ofControl(value.strip()) : AccountStatus.of(value));
            }
        }
        return status;
    }

    private static AccountStatus ofControl(String flags) {
        boolean known = flags.matches("[0-9]{1,10}");
        return !known ? AccountStatus.INACTIVE : (Long.parseLong(flags) & ACCOUNT_DISABLED) == 0 ? AccountStatus.ACTIVE : AccountStatus.DISABLED;
    }

    /** A limit; -1 is none. A value that is no number is no licence: the entry is unusable until somebody mends it. */
    OptionalLong limit(Entry entry, LdapAttribute attribute, long unit) {
        Optional<String> value = first(entry, attribute).filter(text -> !text.equals("-1"));
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!value.get().matches("[0-9]{1,12}")) {
            throw new Unusable(entry.getDN() + " " + String.join(" or ", profile.names(attribute)) + " is not a number");
        }
        return OptionalLong.of(Long.parseLong(value.get()) * unit);
    }

    /** The first value of the first name that has one, without space around it. */
    Optional<String> first(Entry entry, LdapAttribute attribute) {
        for (String name : profile.names(attribute)) {
            String value = entry.getAttributeValue(name);
            if (value != null && !value.isBlank()) {
                return Optional.of(value.strip());
            }
        }
        return Optional.empty();
    }

    List<String> values(Entry entry, LdapAttribute attribute) {
        List<String> names = profile.names(attribute);
        if (names.size() == 1) {
            return values(entry, names.getFirst());
        }
        return names.stream().flatMap(name -> values(entry, name).stream()).toList();
    }

    private static List<String> values(Entry entry, String name) {
        String[] values = entry.getAttributeValues(name);
        return values == null ? List.of() : Arrays.asList(values);
    }

    void complain(String what) {
        if (complaints.size() < COMPLAINTS_MAX && complaints.add(what)) {
            LOG.log(Level.WARNING, "directory: {0}; ignored", what);
        }
    }
}
