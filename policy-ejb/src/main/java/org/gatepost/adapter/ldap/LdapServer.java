package org.gatepost.adapter.ldap;

import java.time.Duration;
import java.util.List;

/**
 * Where the directory is and how long it may take.
 *
 * @param urls {@code ldap://host:port} or {@code ldaps://host:port}, at least one, asked in this order
 * @param bindDn who reads; empty: anonymous
 * @param base where domains are searched
 */
public record LdapServer(List<String> urls, String bindDn, String bindPassword, String base, Timeouts timeouts) {

    /**
     * How long a question may take, and how many may be asked at once.
     *
     * @param connect for one connection
     * @param response for one answer
     * @param total for everything one look-up needs, waiting for a connection included; below the stage deadline of 30 s
     * @param connectionsMax searches open at once
     */
    public record Timeouts(Duration connect, Duration response, Duration total, int connectionsMax) {
        public static final Timeouts DEFAULT = new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(8), 16);

        public Timeouts {
            if (!connect.isPositive() || !response.isPositive() || !total.isPositive() || connectionsMax < 1) {
                throw new IllegalArgumentException("timeouts and connections are positive");
            }
        }
    }

    public LdapServer {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("a directory has at least one URL");
        }
    }

    /** With the default timeouts. */
    public LdapServer(List<String> urls, String bindDn, String bindPassword, String base) {
        this(urls, bindDn, bindPassword, base, Timeouts.DEFAULT);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "LdapServer[urls=" + urls + ", bindDn=" + bindDn + ", base=" + base + ", timeouts=" + timeouts + "]";
    }
}
