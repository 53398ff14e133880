package org.gatepost.adapter.ldap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.LDAPURL;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;

/** Searches, counted and bounded. Each throws where the directory gave no whole answer. */
final class LdapSearches {

    /** Entries asked for by their names in one search. */
    private static final int NAMES_MAX = 100;

    private final LDAPConnectionPool pool;
    private final String[] attributes;
    private final Optional<Consumer<LdapSearch>> watch;
    private final LongAdder sent = new LongAdder();

    LdapSearches(LDAPConnectionPool pool, String... attributes) {
        this(pool, Optional.empty(), attributes);
    }

    /**
     * @param watch is told of each search, where somebody wants to be
     * @param attributes what is asked of entries where a question does not say
     */
    LdapSearches(LDAPConnectionPool pool, Optional<Consumer<LdapSearch>> watch, String... attributes) {
        this.pool = pool;
        this.watch = watch;
        this.attributes = attributes;
    }

    /** Entries below {@code base}, at most {@code entriesMax}: so many tell that there may be more. */
    List<Entry> below(String base, Filter filter, int entriesMax) throws LDAPException {
        return below(base, filter, entriesMax, attributes);
    }

    /** The same, and what is asked of them. */
    List<Entry> below(String base, Filter filter, int entriesMax, String... asked) throws LDAPException {
        return search(new SearchRequest(base, SearchScope.SUB, filter, asked), entriesMax);
    }

    /** One entry by its name; empty where there is none, or the name is none. */
    Optional<Entry> entry(String dn) throws LDAPException {
        return entry(dn, attributes);
    }

    /** The same, and what is asked of it. */
    Optional<Entry> entry(String dn, String... asked) throws LDAPException {
        if (dn.isEmpty() || !DN.isValidDN(dn)) {
            return Optional.empty();
        }
        return found(new SearchRequest(dn, SearchScope.BASE, Filter.createPresenceFilter("objectClass"), asked), 1).stream().findFirst();
    }

    /**
     * Entries by their names, with few questions: those below one parent are found by what their names begin with, {@link #NAMES_MAX} at once, and who
     * is not found so is read alone. Who is not there is left out.
     */
    Map<String, Entry> entries(Collection<String> dns) throws LDAPException {
        Map<String, Entry> found = new HashMap<>();
        Map<DN, Map<DN, List<String>>> siblings = new LinkedHashMap<>();
        for (String text : dns) {
            if (DN.isValidDN(text) && new DN(text).getParent() != null) {
                DN dn = new DN(text);
                siblings.computeIfAbsent(dn.getParent(), parent -> new LinkedHashMap<>()).computeIfAbsent(dn, child -> new ArrayList<>(1)).add(text);
            }
        }
        for (Map.Entry<DN, Map<DN, List<String>>> each : siblings.entrySet()) {
            List<DN> children = List.copyOf(each.getValue().keySet());
            for (int at = 0; at < children.size(); at += NAMES_MAX) {
                for (Entry entry : children(each.getKey(), children.subList(at, Math.min(children.size(), at + NAMES_MAX)))) {
                    each.getValue().getOrDefault(entry.getParsedDN(), List.of()).forEach(text -> found.put(text, entry));
                }
            }
        }
        for (String text : dns) {
            if (!found.containsKey(text)) {
                entry(text).ifPresent(entry -> found.put(text, entry));
            }
        }
        return found;
    }

    /** Those of them a search finds: all who have the attributes that name them, where we may search for these. */
    private List<Entry> children(DN parent, List<DN> some) throws LDAPException {
        if (some.size() == 1) {
            return List.of();
        }
        List<Filter> names = some.stream().map(DN::getRDN).map(rdn -> Filter.createANDFilter(rdn.getNameValuePairs().stream()
                .map(pair -> Filter.createEqualityFilter(pair.getAttributeName(), pair.getAttributeValue())).toList())).toList();
        try {
            return search(new SearchRequest(parent.toString(), SearchScope.ONE, Filter.createORFilter(names), attributes), 2 * NAMES_MAX);
        } catch (LDAPException e) {
            if (LdapHealth.isDown(e.getResultCode())) {
                throw e;
            }
            return List.of();
        }
    }

    /** What an LDAP URL in an entry names, in this directory, whatever host it gives (RFC 4516); nobody where the place to begin at does not exist. */
    List<Entry> url(String text, int entriesMax) throws LDAPException {
        LDAPURL url;
        try {
            url = new LDAPURL(text);
        } catch (LDAPException e) {
            return List.of();
        }
        if (url.getScope() == SearchScope.BASE) {
            return entry(url.getBaseDN().toString()).map(List::of).orElse(List.of());
        }
        return found(new SearchRequest(url.getBaseDN().toString(), url.getScope(), url.getFilter(), attributes), entriesMax);
    }

    /** What a question of its own finds; nothing where the place to begin at does not exist. */
    List<Entry> found(SearchRequest request, int entriesMax) throws LDAPException {
        try {
            return search(request, entriesMax);
        } catch (LDAPException e) {
            if (isNoPlace(e)) {
                return List.of();
            }
            throw e;
        }
    }

    /** A name that the server's schema does not take, such as one with letters a dc has not, is no entry's. */
    private static boolean isNoPlace(LDAPException e) {
        return e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT) || e.getResultCode().equals(ResultCode.INVALID_DN_SYNTAX);
    }

    /** Searches sent since the start. */
    long sent() {
        return sent.sum();
    }

    private List<Entry> search(SearchRequest request, int entriesMax) throws LDAPException {
        sent.increment();
        request.setSizeLimit(entriesMax);
        try {
            List<Entry> found = new ArrayList<>(pool.search(request).getSearchEntries());
            tell(request, ResultCode.SUCCESS, found.size());
            return found;
        } catch (LDAPSearchException e) {
            tell(request, e.getResultCode(), e.getEntryCount());
            if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED) && e.getSearchEntries() != null && e.getSearchEntries().size() >= entriesMax) {
                return new ArrayList<>(e.getSearchEntries());
            }
            throw e;
        }
    }

    private void tell(SearchRequest request, ResultCode result, int entries) {
        watch.ifPresent(somebody -> somebody.accept(new LdapSearch(request.getBaseDN(), request.getScope().getName(), request.getFilter().toString(), result.getName(), entries)));
    }
}
