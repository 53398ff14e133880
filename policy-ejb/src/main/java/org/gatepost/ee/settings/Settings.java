package org.gatepost.ee.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.gatepost.adapter.ldap.LdapCaching;
import org.gatepost.adapter.ldap.LdapProfile;
import org.gatepost.auth.AuthLimits;
import org.gatepost.channel.NextHop;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.tls.TlsFiles;

/**
 * What this node was told at its start: its names, and where its directory, store and scanners are. Immutable once constructed; wrong or
 * contradictory settings stop the start with one line that names the setting and never its secret.
 */
@ApplicationScoped
public class Settings {

    /** Below which the demo directory has everything. */
    public static final String DEMO_BASE = "o=demo";
    /** Protocols of engines whose addresses are settings: GATEPOST_CLAMD and so on. */
    public static final List<String> ENGINE_PROTOCOLS = List.of("clamd", "spamd", "rspamd", "icap", "milter");
    private static final String DEFAULT_ROLE_GROUPS = "postmaster=cn=postmasters,ou=roles,o=demo;helpdesk=cn=helpdesk,ou=roles,o=demo";

    private String hostname;
    private String defaultDomain;
    private Optional<Mailbox> tlsReportContact;
    private String node;
    private Path var;
    private NextHop store;
    private NextHop remote;
    private Map<String, List<HostPort>> engines;
    private AuthLimits authLimits;
    private long queueRowsMax;
    private LdapSettings ldap;
    private LdapCaching ldapCaching;
    private TlsFiles tls;
    private List<HostPort> dnsServers;
    private List<HostPort> gridMembers;
    private List<String> bind;
    private Optional<Path> tlsAuthorities;
    private Map<String, String> roleGroups;

    /** An address and port a setting names. */
    public record HostPort(String host, int port) {
        /** @throws IllegalStateException with a line that names the setting */
        public static HostPort parse(String setting, String text) {
            int colon = text.lastIndexOf(':');
            try {
                int port = Integer.parseInt(text.substring(colon + 1));
                if (colon > 0 && port > 0 && port < 65_536) {
                    return new HostPort(text.substring(0, colon), port);
                }
            } catch (NumberFormatException e) {
                // said below
            }
            throw new IllegalStateException(setting + " is not host:port: " + text);
        }
    }

    /** Where the directory is and how it is read. The password never stands in {@link #toString()}. */
    public record LdapSettings(List<String> urls, String bindDn, String bindPassword, String base, LdapProfile profile) {
        @Override
        public String toString() {
            return "LdapSettings[urls=" + urls + ", bindDn=" + bindDn + ", base=" + base + ", profile=" + profile.name() + "]";
        }
    }

    @PostConstruct
    void read() {
        Config config = ConfigProvider.getConfig();
        hostname = value(config, "gatepost.hostname", "localhost.localdomain");
        var = Path.of(value(config, "gatepost.var", "var")).toAbsolutePath();
        node = value(config, "gatepost.node", "node-1");
        store = hop("GATEPOST_STORE", value(config, "gatepost.store", "lmtp://127.0.0.1:2424"));
        remote = hop("GATEPOST_DEMO_REMOTE", "smtp://" + value(config, "gatepost.demo.remote", "127.0.0.1:2526"));
        engines = new LinkedHashMap<>();
        for (String protocol : ENGINE_PROTOCOLS) {
            String setting = "GATEPOST_" + protocol.toUpperCase(Locale.ROOT);
            List<HostPort> servers = list(config, "gatepost." + protocol).stream().map(text -> HostPort.parse(setting, text)).toList();
            if (!servers.isEmpty()) {
                engines.put(protocol, servers);
            }
        }
        ldap = new LdapSettings(Arrays.asList(value(config, "gatepost.ldap.url", "ldap://127.0.0.1:1389").split("[,\\s]+")),
                value(config, "gatepost.ldap.bind.dn", "cn=gatepost,o=demo"), value(config, "gatepost.ldap.bind.password", ""),
                value(config, "gatepost.ldap.base", DEMO_BASE), profile(config));
        ldapCaching = caching(config);
        tls = TlsFiles.of(value(config, "gatepost.tls.cert", ""), value(config, "gatepost.tls.key", ""), value(config, "gatepost.tls.directory", ""),
                value(config, "gatepost.tls.client.ca", ""));
        defaultDomain = value(config, "gatepost.default.domain", ldap.base().equals(DEMO_BASE) ? "example.com" : hostname.substring(hostname.indexOf('.') + 1));
        tlsReportContact = config.getOptionalValue("gatepost.tls.report.contact", String.class).map(String::strip).filter(s -> !s.isEmpty()).map(Settings::contact);
        authLimits = new AuthLimits(number(config, "gatepost.auth.user.failures.max", AuthLimits.DEFAULT.userFailuresMax()),
                number(config, "gatepost.auth.address.failures.max", AuthLimits.DEFAULT.addressFailuresMax()),
                Duration.ofSeconds(number(config, "gatepost.auth.failures.seconds", (int) AuthLimits.DEFAULT.window().toSeconds())),
                AuthLimits.DEFAULT.rememberedMax());
        queueRowsMax = rows(value(config, "gatepost.queue.rows.max", "2000000"));
        dnsServers = list(config, "gatepost.dns.servers").stream().map(text -> HostPort.parse("GATEPOST_DNS_SERVERS", text)).toList();
        gridMembers = list(config, "gatepost.grid.members").stream().map(Settings::gridMember).toList();
        bind = list(config, "gatepost.bind");
        tlsAuthorities = config.getOptionalValue("gatepost.tls.ca", String.class).map(String::strip).filter(text -> !text.isEmpty()).map(Path::of);
        roleGroups = new LinkedHashMap<>();
        for (String part : value(config, "gatepost.role.groups", DEFAULT_ROLE_GROUPS).split(";")) {
            int equals = part.indexOf('=');
            if (equals < 1) {
                throw new IllegalStateException("GATEPOST_ROLE_GROUPS is not role=group DN;role=group DN: " + part);
            }
            roleGroups.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
        }
    }

    private static LdapCaching caching(Config config) {
        LdapCaching usual = LdapCaching.DEFAULT;
        return LdapCaching.of(seconds(config, "gatepost.ldap.domain.seconds", usual.domainFound(), LdapCaching.FOUND_MAX),
                seconds(config, "gatepost.ldap.account.seconds", usual.accountFound(), LdapCaching.FOUND_MAX),
                seconds(config, "gatepost.ldap.missing.seconds", usual.accountMissing(), LdapCaching.MISSING_MAX),
                seconds(config, "gatepost.ldap.stale.seconds", usual.stale(), LdapCaching.STALE_MAX));
    }

    private static Duration seconds(Config config, String name, Duration otherwise, Duration max) {
        String text = value(config, name, Long.toString(otherwise.toSeconds()));
        if (!text.matches("[0-9]{1,6}") || Long.parseLong(text) > max.toSeconds()) {
            throw new IllegalStateException(name.toUpperCase(Locale.ROOT).replace('.', '_') + " is not a number from 0 to " + max.toSeconds() + ": " + text);
        }
        return Duration.ofSeconds(Long.parseLong(text));
    }

    private static LdapProfile profile(Config config) {
        try {
            return LdapProfile.of(value(config, "gatepost.ldap.profile", LdapProfile.SUN.name()), value(config, "gatepost.ldap.attributes", ""),
                    list(config, "gatepost.ldap.domains"), value(config, "gatepost.ldap.domain.tree", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Payara's encryption is of what its own services keep in the grid: it would leave ours readable, and let in whoever comes. */
    private static HostPort gridMember(String text) {
        HostPort member = HostPort.parse("GATEPOST_GRID_MEMBERS", text);
        if (!member.host().matches("127(\\.[0-9]{1,3}){3}")) {
            throw new IllegalStateException("GATEPOST_GRID_MEMBERS goes beyond loopback, where nothing encrypts what the data grid says: " + text);
        }
        return member;
    }

    private static Mailbox contact(String text) {
        if (!text.matches("[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?")) {
            throw new IllegalStateException("GATEPOST_TLS_REPORT_CONTACT is not an address: " + text);
        }
        int at = text.lastIndexOf('@');
        return new Mailbox(text.substring(0, at), text.substring(at + 1));
    }

    private static List<String> list(Config config, String name) {
        return Arrays.stream(value(config, name, "").split("[,\\s]+")).filter(text -> !text.isEmpty()).toList();
    }

    private static String value(Config config, String name, String otherwise) {
        return config.getOptionalValue(name, String.class).map(String::strip).filter(s -> !s.isEmpty()).orElse(otherwise);
    }

    private static int number(Config config, String name, int otherwise) {
        String text = value(config, name, Integer.toString(otherwise));
        if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) > 0) {
            return Integer.parseInt(text);
        }
        throw new IllegalStateException(name.toUpperCase(Locale.ROOT).replace('.', '_') + " is not a number above 0: " + text);
    }

    private static long rows(String text) {
        try {
            long rows = Long.parseLong(text);
            if (rows > 0) {
                return rows;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalStateException("GATEPOST_QUEUE_ROWS_MAX is not a number above 0: " + text);
    }

    private static NextHop hop(String setting, String text) {
        try {
            return NextHop.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(setting + ": " + e.getMessage(), e);
        }
    }

    /** EHLO name and authserv-id. */
    public String hostname() {
        return hostname;
    }

    /** The local domain whose postmaster {@code <Postmaster>} alone is: GATEPOST_DEFAULT_DOMAIN, else the domain our host is in. */
    public String defaultDomain() {
        return defaultDomain;
    }

    /** Who sends TLS reports and is asked about them (GATEPOST_TLS_REPORT_CONTACT); empty: none are sent. */
    public Optional<Mailbox> tlsReportContact() {
        return tlsReportContact;
    }

    /** This node's name among those that share the database. */
    public String node() {
        return node;
    }

    /** The directory all state of this node lies under: {@code spool}, {@code log}. Absolute. */
    public Path var() {
        return var;
    }

    /** Where local mailboxes live (GATEPOST_STORE). */
    public NextHop store() {
        return store;
    }

    /** Where mail for everybody else goes (GATEPOST_DEMO_REMOTE). */
    public NextHop remote() {
        return remote;
    }

    /** Where engines listen, by their protocol (GATEPOST_CLAMD, _SPAMD, _RSPAMD, _ICAP, _MILTER, each one or more, failover); those that are set. */
    public Map<String, List<HostPort>> engines() {
        return Map.copyOf(engines);
    }

    /** Entries the queue of all nodes may hold before new mail is refused (GATEPOST_QUEUE_ROWS_MAX). */
    public long queueRowsMax() {
        return queueRowsMax;
    }

    /** How much guessing of passwords is let through (GATEPOST_AUTH_USER_FAILURES_MAX, _AUTH_ADDRESS_FAILURES_MAX, _AUTH_FAILURES_SECONDS). */
    public AuthLimits authLimits() {
        return authLimits;
    }

    /** The certificates SMTP shows (GATEPOST_TLS_CERT, _KEY, _DIRECTORY) and whose word about clients' it takes (GATEPOST_TLS_CLIENT_CA). */
    public TlsFiles tls() {
        return tls;
    }

    /** Whether the directory is the demo's, whose passwords everybody knows. */
    public boolean usesDemoDirectory() {
        return ldap.base().equals(DEMO_BASE);
    }

    /** Name servers (GATEPOST_DNS_SERVERS); with none, the machine's. */
    public List<HostPort> dnsServers() {
        return List.copyOf(dnsServers);
    }

    /** Who shares counters with us (GATEPOST_GRID_MEMBERS), on loopback; with none, nobody. */
    public List<HostPort> gridMembers() {
        return List.copyOf(gridMembers);
    }

    /** The addresses the SMTP ports are bound to (GATEPOST_BIND); with none, loopback. */
    public List<String> bind() {
        return List.copyOf(bind);
    }

    /** A PEM file with the authorities that vouch for next hops (GATEPOST_TLS_CA), where not the Java runtime's own do. */
    public Optional<Path> tlsAuthorities() {
        return tlsAuthorities;
    }

    public LdapSettings ldap() {
        return ldap;
    }

    /** How long answers of the directory are remembered (GATEPOST_LDAP_DOMAIN_SECONDS, _ACCOUNT_SECONDS, _MISSING_SECONDS, _STALE_SECONDS). */
    public LdapCaching ldapCaching() {
        return ldapCaching;
    }

    /** Which directory group has which admin role: role to distinguished name. */
    public Map<String, String> roleGroups() {
        return Map.copyOf(roleGroups);
    }
}
