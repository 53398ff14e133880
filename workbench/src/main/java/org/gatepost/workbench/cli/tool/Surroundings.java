package org.gatepost.workbench.cli.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

import org.gatepost.adapter.dns.DnsServers;
import org.gatepost.adapter.ldap.LdapProfile;
import org.gatepost.adapter.ldap.LdapServer;
import org.gatepost.channel.NextHop;
import org.gatepost.ee.settings.Settings;
import org.gatepost.ee.store.PolicyAddresses;
import org.gatepost.workbench.files.Secrets;

/**
 * What a tool knows of the server it stands beside: the same settings, and, where they do not name a database or a directory, what {@code start} left under
 * {@code GATEPOST_VAR} about those it started itself. Immutable.
 */
final class Surroundings {

    private static final int CONNECT_SECONDS = 5;
    private static final int ANSWER_SECONDS = 30;

    private final Map<String, String> settings;

    private Surroundings(Map<String, String> settings) {
        this.settings = Map.copyOf(settings);
    }

    /** @param environment as a process has it; GATEPOST_VAR is absolute in it, or there is none */
    static Surroundings of(Map<String, String> environment) throws IOException {
        Map<String, String> settings = new HashMap<>();
        Path var = Path.of(environment.getOrDefault("GATEPOST_VAR", "var"));
        if (!environment.containsKey("GATEPOST_DB_URL")) {
            settings.putAll(lines(var.resolve("pg.env")));
        }
        if (!environment.containsKey("GATEPOST_LDAP_URL")) {
            settings.putAll(lines(var.resolve("directory.env")));
        }
        environment.forEach((name, value) -> {
            if (name.startsWith("GATEPOST_") && !value.isBlank()) {
                settings.put(name, value.strip());
            }
        });
        return new Surroundings(settings);
    }

    private static Map<String, String> lines(Path file) throws IOException {
        return Files.isReadable(file) ? Secrets.readSettings(file) : Map.of();
    }

    String value(String setting, String otherwise) {
        return settings.getOrDefault(setting, otherwise);
    }

    List<String> list(String setting, String otherwise) {
        return Arrays.stream(value(setting, otherwise).split("[,\\s]+")).filter(text -> !text.isEmpty()).toList();
    }

    /** A connection of the caller's, in a transaction that the caller ends. */
    Connection database() throws SQLException {
        String url = value("GATEPOST_DB_URL", "");
        if (url.isEmpty()) {
            throw new SQLException("no database: GATEPOST_DB_URL is not set, and nothing was started under GATEPOST_VAR");
        }
        Properties login = new Properties();
        login.put("user", value("GATEPOST_DB_USER", ""));
        login.put("password", value("GATEPOST_DB_PASSWORD", ""));
        login.put("connectTimeout", Integer.toString(CONNECT_SECONDS));
        login.put("socketTimeout", Integer.toString(ANSWER_SECONDS));
        Connection connection = DriverManager.getConnection(url, login);
        connection.setAutoCommit(false);
        return connection;
    }

    /** What the settings say about addresses that policy names by a word. */
    PolicyAddresses addresses() {
        Map<String, List<Settings.HostPort>> engines = new LinkedHashMap<>();
        for (String protocol : Settings.ENGINE_PROTOCOLS) {
            String setting = "GATEPOST_" + protocol.toUpperCase(Locale.ROOT);
            List<Settings.HostPort> servers = list(setting, "").stream().map(text -> Settings.HostPort.parse(setting, text)).toList();
            if (!servers.isEmpty()) {
                engines.put(protocol, servers);
            }
        }
        return new PolicyAddresses(NextHop.parse(value("GATEPOST_STORE", "lmtp://127.0.0.1:2424")), NextHop.parse("smtp://" + value("GATEPOST_DEMO_REMOTE", "127.0.0.1:2526")),
                engines, !usesDemoDirectory(), !value("GATEPOST_SRS_KEYS", "").isEmpty());
    }

    /** Where the directory is, as the server asks it. */
    LdapServer directory() {
        return new LdapServer(list("GATEPOST_LDAP_URL", "ldap://127.0.0.1:1389"), value("GATEPOST_LDAP_BIND_DN", ""), value("GATEPOST_LDAP_BIND_PASSWORD", ""),
                value("GATEPOST_LDAP_BASE", Settings.DEMO_BASE));
    }

    LdapProfile profile() {
        return LdapProfile.of(value("GATEPOST_LDAP_PROFILE", LdapProfile.SUN.name()), value("GATEPOST_LDAP_ATTRIBUTES", ""), list("GATEPOST_LDAP_DOMAINS", ""),
                value("GATEPOST_LDAP_DOMAIN_TREE", ""));
    }

    DnsServers nameServers() {
        return new DnsServers(list("GATEPOST_DNS_SERVERS", "").stream().map(text -> Settings.HostPort.parse("GATEPOST_DNS_SERVERS", text))
                .map(server -> DnsServers.at(server.host(), server.port())).toList(), DnsServers.TIMEOUT);
    }

    /** The file of authorities that vouch for next hops. */
    Optional<Path> tlsAuthorities() {
        return Optional.of(value("GATEPOST_TLS_CA", "")).filter(file -> !file.isEmpty()).map(Path::of);
    }

    String hostname() {
        return value("GATEPOST_HOSTNAME", "localhost.localdomain");
    }

    /** The local domain whose postmaster {@code <Postmaster>} alone is. */
    String defaultDomain() {
        return value("GATEPOST_DEFAULT_DOMAIN", usesDemoDirectory() ? "example.com" : hostname().substring(hostname().indexOf('.') + 1));
    }

    /** Whether the directory is the demo's. */
    boolean usesDemoDirectory() {
        return value("GATEPOST_LDAP_BASE", Settings.DEMO_BASE).equals(Settings.DEMO_BASE);
    }
}
