package org.gatepost.adapter.ldap;

import java.util.ArrayList;
import java.util.List;
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
        try {
            return search(new SearchRequest(dn, SearchScope.BASE, Filter.createPresenceFilter("objectClass"), asked), 1).stream().findFirst();
        } catch (LDAPException e) {
            // A name that the server's schema does not take, such as one with letters a dc has not, is no entry's.
            if (e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT) || e.getResultCode().equals(ResultCode.INVALID_DN_SYNTAX)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** What an LDAP URL in an entry names, in this directory, whatever host it gives (RFC 4516). */
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
        return search(new SearchRequest(url.getBaseDN().toString(), url.getScope(), url.getFilter(), attributes), entriesMax);
    }

    /** What a question of its own finds; nothing where the place to begin at does not exist. */
    List<Entry> found(SearchRequest request, int entriesMax) throws LDAPException {
        try {
            return search(request, entriesMax);
        } catch (LDAPException e) {
            if (e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
                return List.of();
            }
            throw e;
        }
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
