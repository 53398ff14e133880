package org.gatepost.adapter.ldap;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;

import org.gatepost.directory.MailDomain;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.Match;

/**
 * Domains of schema 1: {@code example.com} is the entry {@code dc=example,dc=com} below the tree's root, which says where its accounts are
 * (inetDomainBaseDN); an alias domain's entry says which other it stands for (aliasedObjectName). The name is made part of a distinguished name value by
 * value, so that no character of it means anything else.
 */
final class DomainTree {

    /** How many aliases may stand for one another. */
    static final int ALIASES_MAX = 4;

    private static final String ALIASED = "aliasedObjectName";

    private final LdapProfile profile;
    private final EntryReader entries;
    private final LdapSearches searches;

    DomainTree(LdapProfile profile, EntryReader entries, LdapSearches searches) {
        this.profile = profile;
        this.entries = entries;
        this.searches = searches;
    }

    Match<MailDomain> domain(String name) throws LDAPException {
        Optional<Entry> entry = find(name);
        for (int aliases = 0; entry.isPresent() && entry.get().hasAttribute(ALIASED); aliases++) {
            if (aliases == ALIASES_MAX) {
                throw new EntryReader.Unusable(entry.get().getDN() + " is behind more than " + ALIASES_MAX + " aliases");
            }
            String target = entry.get().getAttributeValue(ALIASED);
            String alias = entry.get().getDN();
            entry = searches.entry(target, asked());
            if (entry.isEmpty()) {
                throw new EntryReader.Unusable(alias + " is an alias of " + target + ", which is not there");
            }
        }
        // An entry between the root and a domain is no domain.
        if (entry.isEmpty() || profile.names(LdapAttribute.DOMAIN_BASE_DN).stream().noneMatch(entry.get()::hasAttribute)) {
            return new Match.NotFound<>();
        }
        return new Match.Found<>(entries.domain(entry.get(), nameOf(entry.get().getParsedDN())));
    }

    private Optional<Entry> find(String name) throws LDAPException {
        Optional<Entry> entry = searches.entry(dnOf(name), asked());
        Optional<String> ascii = new Mailbox("postmaster", name).asciiDomain().filter(other -> !other.equals(name));
        return entry.isPresent() || ascii.isEmpty() ? entry : searches.entry(dnOf(ascii.get()), asked());
    }

    private String dnOf(String name) throws LDAPException {
        DN dn = new DN(profile.domainTree());
        for (String label : List.of(name.split("\\.")).reversed()) {
            if (label.isEmpty()) {
                return "";
            }
            dn = new DN(new RDN("dc", label), dn);
        }
        return dn.toString();
    }

    private String nameOf(DN dn) throws LDAPException {
        int root = new DN(profile.domainTree()).getRDNs().length;
        RDN[] labels = Arrays.copyOf(dn.getRDNs(), Math.max(0, dn.getRDNs().length - root));
        return String.join(".", Arrays.stream(labels).map(label -> label.getAttributeValues()[0]).toList()).toLowerCase(Locale.ROOT);
    }

    private String[] asked() {
        String[] asked = Arrays.copyOf(profile.ofDomains(), profile.ofDomains().length + 1);
        asked[asked.length - 1] = ALIASED;
        return asked;
    }
}
