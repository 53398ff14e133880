package org.gatepost.adapter.ldap;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPURL;
import com.unboundid.ldap.sdk.SearchRequest;

import org.gatepost.stage.Match;

/** Single texts of the directory, for mapping tables: by an LDAP URL (RFC 4516), and attributes of domains. What cannot be asked contradicts itself, and says nothing of the directory. */
final class LdapTexts {

    /** Two tell that there is more than one. */
    private static final int ENTRIES_MAX = 2;

    private final LdapServer server;
    private final LdapProfile profile;
    private final LdapSearches searches;

    LdapTexts(LdapServer server, LdapProfile profile, LdapSearches searches) {
        this.server = server;
        this.profile = profile;
        this.searches = searches;
    }

    /** The first value of the one attribute the URL names, of the one entry it finds; several entries contradict one another. */
    Match<String> at(String text) throws LDAPException {
        LDAPURL url;
        try {
            url = new LDAPURL(text);
        } catch (LDAPException e) {
            return new Match.Conflicting<>("no LDAP URL: " + text);
        }
        if (!url.getScheme().equals("ldap") || url.hostProvided() || url.getAttributes().length != 1) {
            return new Match.Conflicting<>("an LDAP URL names no host, for it is our directory that is asked, and one attribute: " + text);
        }
        String attribute = url.getAttributes()[0];
        return LdapDirectory.single(searches.found(new SearchRequest(url.getBaseDN().toString(), url.getScope(), url.getFilter(), attribute), ENTRIES_MAX))
                .then(entry -> value(entry, attribute));
    }

    /** @param asked {@code domain,attribute} */
    Match<String> ofDomain(String asked) throws LDAPException {
        int comma = asked.lastIndexOf(',');
        String attribute = asked.substring(comma + 1).strip();
        List<String> names = profile.names(LdapAttribute.DOMAIN_NAME);
        if (comma < 0 || !attribute.matches("[A-Za-z][A-Za-z0-9;.-]{0,99}") || names.isEmpty()) {
            return new Match.Conflicting<>("no domain and attribute that the directory could have: " + asked);
        }
        Filter filter = Filter.createANDFilter(LdapDirectory.anyOf("objectClass", profile.names(LdapAttribute.DOMAIN_CLASS)),
                Filter.createORFilter(LdapDirectory.nameFilters(names, asked.substring(0, comma).strip().toLowerCase(Locale.ROOT))));
        return LdapDirectory.single(searches.below(server.base(), filter, ENTRIES_MAX, attribute)).then(entry -> value(entry, attribute));
    }

    private static Match<String> value(Entry entry, String attribute) {
        return Optional.ofNullable(entry.getAttributeValue(attribute)).<Match<String>>map(Match.Found::new).orElseGet(Match.NotFound::new);
    }
}
