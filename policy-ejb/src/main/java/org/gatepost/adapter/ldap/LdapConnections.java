package org.gatepost.adapter.ldap;

import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.FailoverServerSet;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPURL;
import com.unboundid.ldap.sdk.ServerSet;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.SingleServerSet;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;

import org.gatepost.directory.DirectoryServer;

/** Makes the pool of connections to a directory's servers. Nothing is connected before the first question. */
final class LdapConnections {

    private static final long AGE_MAX_MILLIS = 10 * 60 * 1000L;
    /** How long a connection to a server that is not the first is kept, so that the first is used again when it is back. */
    private static final long FAILOVER_AGE_MAX_MILLIS = 60 * 1000L;
    private static final long HEALTH_CHECK_MILLIS = 30 * 1000L;
    /** The greatest answer taken from the directory: one entry, however many values it has. */
    private static final int ANSWER_OCTETS_MAX = 16 * 1024 * 1024;

    private LdapConnections() {
    }

    static LDAPConnectionPool pool(LdapServer server) {
        try {
            // Anonymous is asked for by an empty DN only; a DN with an empty password is refused by the SDK before anything is sent (RFC 4513 section 5.1.2).
            BindRequest bind = new SimpleBindRequest(server.bindDn(), server.bindPassword());
            LDAPConnectionPool pool = new LDAPConnectionPool(servers(server, bind), bind, 0, server.timeouts().connectionsMax());
            pool.setConnectionPoolName("gatepost");
            pool.setCreateIfNecessary(true);
            pool.setMaxWaitTimeMillis(server.timeouts().connect().toMillis());
            pool.setMaxConnectionAgeMillis(AGE_MAX_MILLIS);
            pool.setHealthCheckIntervalMillis(HEALTH_CHECK_MILLIS);
            // A connection that died while it lay idle is no answer: a search that meets one is asked once more on a new one.
            pool.setRetryFailedOperationsDueToInvalidConnections(true);
            return pool;
        } catch (LDAPException e) {
            throw new IllegalArgumentException("directory settings: " + e.getMessage(), e);
        }
    }

    /** Connects and logs in to each, side by side, and closes again. */
    static List<DirectoryServer> askEach(LdapServer server) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return server.urls().stream().map(url -> CompletableFuture.supplyAsync(() -> ask(server, url), threads)).toList().stream().map(CompletableFuture::join).toList();
        }
    }

    private static DirectoryServer ask(LdapServer server, String url) {
        long from = System.nanoTime();
        try {
            single(server, url, new SimpleBindRequest(server.bindDn(), server.bindPassword())).getConnection().close();
            return new DirectoryServer(url, true, since(from), "");
        } catch (LDAPException e) {
            return new DirectoryServer(url, false, since(from), e.getMessage());
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private static ServerSet single(LdapServer server, String text, BindRequest bind) throws LDAPException {
        LDAPURL url = new LDAPURL(text);
        boolean tls = url.getScheme().equals("ldaps");
        if (!tls && !url.getScheme().equals("ldap")) {
            throw new IllegalArgumentException("a directory is asked by ldap:// or ldaps://, not " + text);
        }
        SocketFactory sockets = tls ? tlsSockets() : SocketFactory.getDefault();
        return new SingleServerSet(url.getHost(), url.getPort(), sockets, options(server, tls), bind, null);
    }

    private static FailoverServerSet servers(LdapServer server, BindRequest bind) throws LDAPException {
        List<ServerSet> sets = new ArrayList<>();
        for (String url : server.urls()) {
            // Bound within the set, so that a server that connects and then hangs is passed over for the next.
            sets.add(single(server, url, bind));
        }
        FailoverServerSet failover = new FailoverServerSet(sets);
        failover.setMaxFailoverConnectionAgeMillis(FAILOVER_AGE_MAX_MILLIS);
        return failover;
    }

    private static LDAPConnectionOptions options(LdapServer server, boolean tls) {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis((int) server.timeouts().connect().toMillis());
        options.setResponseTimeoutMillis(server.timeouts().response().toMillis());
        options.setUseSynchronousMode(true);
        options.setFollowReferrals(false);
        options.setAbandonOnTimeout(false);
        options.setMaxMessageSize(ANSWER_OCTETS_MAX);
        if (tls) {
            options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
        }
        return options;
    }

    private static SocketFactory tlsSockets() {
        try {
            return SSLContext.getDefault().getSocketFactory();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no TLS", e);
        }
    }
}
