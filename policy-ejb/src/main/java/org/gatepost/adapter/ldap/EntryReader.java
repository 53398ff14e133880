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
import org.gatepost.directory.MailDomain;
import org.gatepost.directory.MailUser;
import org.gatepost.mail.NoSolicit;
import org.gatepost.smtp.protocol.Mailbox;

/** What the attributes of domains and users mean. A value that makes no sense is named in the log once. */
final class EntryReader {

    private static final Logger LOG = System.getLogger(EntryReader.class.getName());
    private static final long BLOCK_OCTETS = 1024;
    private static final int COMPLAINTS_MAX = 1000;

    private final LdapProfile profile;
    private final Set<String> complaints = ConcurrentHashMap.newKeySet();

    /** An entry that cannot be acted upon: neither "unknown" nor "anything goes", but a contradiction for a person to resolve. */
    static final class Unusable extends RuntimeException {
        Unusable(String why) {
            super(why, null, false, false);
        }
    }

    EntryReader(LdapProfile profile) {
        this.profile = profile;
    }

    MailDomain domain(Entry entry, String asked) {
        LdapProfile.Domains names = profile.domains();
        String name = names.names().stream().map(entry::getAttributeValue).filter(v -> v != null && !v.isBlank()).findFirst().orElse(asked);
        String base = Optional.ofNullable(entry.getAttributeValue(names.baseDn())).orElse(entry.getDN());
        return new MailDomain(name.strip().toLowerCase(Locale.ROOT), base, status(entry, names.statuses()),
                limit(entry, names.messageBlocksMax(), BLOCK_OCTETS), values(entry, names.optIns()), noSolicit(entry, names.noSolicit()));
    }

    MailUser user(Entry entry) {
        LdapProfile.Accounts names = profile.accounts();
        Set<String> options = Set.copyOf(values(entry, names.deliveryOption()).stream().map(v -> v.strip().toLowerCase(Locale.ROOT)).distinct().toList());
        List<Mailbox> forwards = options.contains("forward") ? addresses(entry, names.forwardingAddress()) : List.of();
        AccountStatus status = status(entry, names.statuses());
        // With no way of delivery that we know, the mailbox: nothing is lost for an option we have not heard of.
        boolean mailbox = options.contains("mailbox") || forwards.isEmpty();
        return new MailUser(entry.getDN(), Optional.ofNullable(entry.getAttributeValue(names.uid())).orElse(""), mail(entry),
                options.contains("hold") ? status.orElse(AccountStatus.HOLD) : status, limit(entry, names.messageBlocksMax(), BLOCK_OCTETS), mailbox,
                forwards, values(entry, names.optIns()), noSolicit(entry, names.noSolicit()));
    }

    /** The primary address; an entry without a sound one cannot be delivered to. */
    Mailbox mail(Entry entry) {
        return Optional.ofNullable(entry.getAttributeValue(profile.accounts().mail())).flatMap(Addresses::parse)
                .orElseThrow(() -> new Unusable(entry.getDN() + " has no usable " + profile.accounts().mail()));
    }

    /** Primary and other addresses. */
    List<Mailbox> allAddresses(Entry entry) {
        List<Mailbox> all = new ArrayList<>(addresses(entry, profile.accounts().mail()));
        profile.accounts().alternates().forEach(name -> all.addAll(addresses(entry, name)));
        return all;
    }

    List<Mailbox> addresses(Entry entry, String attribute) {
        List<Mailbox> found = new ArrayList<>();
        for (String value : values(entry, attribute)) {
            Addresses.parse(value).ifPresentOrElse(found::add, () -> complain(entry.getDN() + " " + attribute + " is no address"));
        }
        return found;
    }

    AccountStatus status(Entry entry, List<String> attributes) {
        AccountStatus status = AccountStatus.ACTIVE;
        for (String attribute : attributes) {
            String value = entry.getAttributeValue(attribute);
            status = value == null ? status : status.orElse(AccountStatus.of(value));
        }
        return status;
    }

    /** A limit; -1 is none. A value that is no number is no licence: the entry is unusable until somebody mends it. */
    OptionalLong limit(Entry entry, String attribute, long unit) {
        String value = entry.getAttributeValue(attribute);
        if (value == null || value.strip().equals("-1")) {
            return OptionalLong.empty();
        }
        if (!value.strip().matches("[0-9]{1,12}")) {
            throw new Unusable(entry.getDN() + " " + attribute + " is not a number");
        }
        return OptionalLong.of(Long.parseLong(value.strip()) * unit);
    }

    /** Classes of solicitations; a value that names none is passed over, and said. */
    private NoSolicit noSolicit(Entry entry, String attribute) {
        NoSolicit all = NoSolicit.NONE;
        for (String value : values(entry, attribute)) {
            try {
                all = all.and(new NoSolicit(Arrays.asList(value.split("[, ]+"))));
            } catch (IllegalArgumentException e) {
                complain(entry.getDN() + " " + attribute + ": " + e.getMessage());
            }
        }
        return all;
    }

    List<String> values(Entry entry, String attribute) {
        String[] values = entry.getAttributeValues(attribute);
        return values == null ? List.of() : Arrays.asList(values);
    }

    void complain(String what) {
        if (complaints.size() < COMPLAINTS_MAX && complaints.add(what)) {
            LOG.log(Level.WARNING, "directory: {0}; ignored", what);
        }
    }
}
