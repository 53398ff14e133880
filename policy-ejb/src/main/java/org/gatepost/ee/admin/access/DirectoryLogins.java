package org.gatepost.ee.admin.access;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.util.ssl.SSLUtil;

import org.gatepost.ee.settings.Settings.LdapSettings;

/**
 * Checks a login against the directory: the entry with that uid is searched for as Gatepost itself, then bound as with the password typed; its
 * roles are those whose groups name it. Each check opens its own connection. Safe for use by many threads.
 */
public final class DirectoryLogins {

    private static final int LOGIN_MAX = 64;
    private static final int PASSWORD_MAX = 256;
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final LdapSettings settings;
    private final Map<String, String> roleGroups;
    private final LoginThrottle throttle;

    /**
     * Logins of that directory.
     *
     * @param roleGroups role to the distinguished name of its group
     */
    public DirectoryLogins(LdapSettings settings, Map<String, String> roleGroups, Clock clock) {
        this.settings = settings;
        this.roleGroups = Map.copyOf(roleGroups);
        this.throttle = new LoginThrottle(clock);
    }

    /** Checks it. The password is never kept or logged. */
    public LoginResult check(String login, String password, String address) {
        // RFC 4513 section 5.1.2: a bind with a name and no password succeeds and proves nothing.
        if (login.isBlank() || password.isEmpty() || login.length() > LOGIN_MAX || password.length() > PASSWORD_MAX) {
            return new LoginResult.Refused();
        }
        if (throttle.isClosed(login, address)) {
            return new LoginResult.TooMany();
        }
        LoginResult result = ask(login.strip(), password);
        if (result instanceof LoginResult.Known) {
            throttle.succeeded(login, address);
        } else if (result instanceof LoginResult.Refused) {
            throttle.failed(login, address);
        }
        return result;
    }

    private LoginResult ask(String login, String password) {
        String why = "no address of a directory is set";
        for (String url : settings.urls()) {
            try (LDAPConnection connection = connect(url)) {
                connection.bind(settings.bindDn(), settings.bindPassword());
                return ask(connection, login, password);
            } catch (LDAPException | java.security.GeneralSecurityException e) {
                why = url + ": " + (e instanceof LDAPException ldap ? ldap.getResultCode().getName() : e.getMessage());
            }
        }
        return new LoginResult.Unavailable(why);
    }

    private LoginResult ask(LDAPConnection connection, String login, String password) throws LDAPException {
        SearchRequest request = new SearchRequest(settings.base(), SearchScope.SUB, Filter.createEqualityFilter("uid", login), "uid");
        request.setSizeLimit(2);
        List<SearchResultEntry> found;
        try {
            found = connection.search(request).getSearchEntries();
        } catch (LDAPException e) {
            if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
                return new LoginResult.Refused();
            }
            throw e;
        }
        if (found.size() != 1) {
            return new LoginResult.Refused();
        }
        SearchResultEntry entry = found.getFirst();
        Set<String> roles = roles(connection, entry.getDN());
        try {
            connection.bind(entry.getDN(), password);
        } catch (LDAPException e) {
            if (e.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)) {
                return new LoginResult.Refused();
            }
            throw e;
        }
        return roles.isEmpty() ? new LoginResult.Refused() : new LoginResult.Known(entry.getAttributeValue("uid"), roles);
    }

    private Set<String> roles(LDAPConnection connection, String dn) throws LDAPException {
        Filter names = Filter.createORFilter(Filter.createEqualityFilter("uniqueMember", dn), Filter.createEqualityFilter("member", dn));
        Set<String> roles = new LinkedHashSet<>();
        for (Map.Entry<String, String> group : roleGroups.entrySet()) {
            try {
                if (!connection.search(group.getValue(), SearchScope.BASE, names, "1.1").getSearchEntries().isEmpty()) {
                    roles.add(group.getKey());
                }
            } catch (LDAPException e) {
                // A group that is not there has no members; anything else could not be asked.
                if (!e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
                    throw e;
                }
            }
        }
        return roles;
    }

    private static LDAPConnection connect(String url) throws LDAPException, java.security.GeneralSecurityException {
        URI uri = URI.create(url);
        boolean tls = "ldaps".equals(uri.getScheme());
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis((int) CONNECT.toMillis());
        options.setResponseTimeoutMillis(ANSWER.toMillis());
        options.setFollowReferrals(false);
        int port = uri.getPort() > 0 ? uri.getPort() : tls ? 636 : 389;
        return tls ? new LDAPConnection(new SSLUtil().createSSLSocketFactory(), options, uri.getHost(), port)
                : new LDAPConnection(options, uri.getHost(), port);
    }
}
