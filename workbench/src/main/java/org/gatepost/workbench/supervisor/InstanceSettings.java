package org.gatepost.workbench.supervisor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.gatepost.adapter.ldap.LdapCaching;
import org.gatepost.adapter.ldap.LdapProfile;

/**
 * What one Gatepost was told by its environment, checked as a whole before anything starts. Immutable. What is read only by the server
 * (scanners, DNS servers) is checked here too, so that a wrong one is refused in one line and not found in a log.
 */
public final class InstanceSettings {

    private static final String START_SECONDS = "GATEPOST_START_SECONDS";
    private static final Duration START_WITHIN = Duration.ofSeconds(60);
    private static final String STANDSTILL_SECONDS = "GATEPOST_STANDSTILL_SECONDS";
    private static final Duration STANDSTILL_WITHIN = Duration.ofSeconds(45);

    private static final Pattern DATABASE_URL = Pattern.compile("jdbc:postgresql://[^/@\\s]+/[^/?\\s]+(\\?\\S*)?");
    private static final Pattern DOMAIN_NAME = Pattern.compile("(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");
    private static final Pattern CONTACT = Pattern.compile("[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?");
    private static final Pattern NODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern HEAP = Pattern.compile("[1-9][0-9]{0,5}[mMgG]");
    private static final Pattern HOST_PORT = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\s:/\\[\\]]+):([0-9]{1,5})");
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}");
    private static final Pattern LDAP_URL = Pattern.compile("ldaps?://(\\[[0-9A-Fa-f:.]+]|[^\\s:/\\[\\]]+)(:[0-9]{1,5})?/?");

    private static final Pattern HTTPS_URL = Pattern.compile("https://[^\\s/]+(/\\S*)?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");
    /** Limits of the server, each with the least it may be. */
    private static final Map<String, Long> LIMITS = Map.ofEntries(Map.entry("GATEPOST_SESSIONS_MAX", 1L), Map.entry("GATEPOST_CONTENTS_MAX", 1L), Map.entry("GATEPOST_ENCRYPTED_SESSIONS_MAX", 1L),
            Map.entry("GATEPOST_OPEN_RECIPIENTS_MAX", 100L), Map.entry("GATEPOST_SPOOL_OCTETS_MAX", 1L << 20), Map.entry("GATEPOST_SPOOL_MEMORY_OCTETS_MAX", 0L),
            Map.entry("GATEPOST_CONTENT_OCTETS_PER_SECOND_MIN", 0L), Map.entry("GATEPOST_CONTENT_GRACE_SECONDS", 1L), Map.entry("GATEPOST_QUEUE_ROWS_MAX", 1L),
            Map.entry("GATEPOST_AUTH_USER_FAILURES_MAX", 1L), Map.entry("GATEPOST_AUTH_ADDRESS_FAILURES_MAX", 1L), Map.entry("GATEPOST_AUTH_FAILURES_SECONDS", 1L));

    private final Map<String, String> environment;
    private final Path var;
    private final Ports ports;

    private InstanceSettings(Map<String, String> environment, Path var, Ports ports) {
        this.environment = environment;
        this.var = var;
        this.ports = ports;
    }

    /**
     * Checks {@code environment}; {@code root} is the repository, where {@code var} lies unless GATEPOST_VAR says otherwise.
     *
     * @throws StartRefused with one line that names the wrong or contradictory setting, and never a secret
     */
    public static InstanceSettings from(Map<String, String> environment, Path root) {
        InstanceSettings settings = unchecked(environment, root);
        settings.checkDatabase();
        settings.checkDirectory();
        settings.checkAddresses();
        settings.checkBinding();
        settings.checkNames();
        settings.checkDelivery();
        settings.checkLimits();
        settings.checkCertificate();
        settings.checkTokens();
        return settings;
    }

    /** The same without the checks that only a start needs: for stop and status, which must work whatever else is set. */
    public static InstanceSettings unchecked(Map<String, String> environment, Path root) {
        Map<String, String> copy = new TreeMap<>(environment);
        String var = copy.getOrDefault("GATEPOST_VAR", "").strip();
        Path path = var.isEmpty() ? root.resolve("var") : root.resolve(var);
        return new InstanceSettings(Map.copyOf(copy), path.toAbsolutePath().normalize(), Ports.from(name -> copy.getOrDefault(name, "").strip()));
    }

    private void checkDatabase() {
        if (has("GATEPOST_DB_URL")) {
            // The URL may carry a password: it is not repeated.
            require("GATEPOST_DB_URL", text -> DATABASE_URL.matcher(text).matches(), "is not of the form jdbc:postgresql://host:port/database");
            if (!has("GATEPOST_DB_USER")) {
                throw new StartRefused("GATEPOST_DB_URL is set, and GATEPOST_DB_USER is not");
            }
        } else {
            onlyWith("GATEPOST_DB_URL", "GATEPOST_DB_USER", "GATEPOST_DB_PASSWORD");
        }
    }

    private void checkDirectory() {
        try {
            LdapProfile.of(has("GATEPOST_LDAP_PROFILE") ? value("GATEPOST_LDAP_PROFILE") : LdapProfile.SUN.name(), value("GATEPOST_LDAP_ATTRIBUTES"),
                    has("GATEPOST_LDAP_DOMAINS") ? list(value("GATEPOST_LDAP_DOMAINS")) : List.of(), value("GATEPOST_LDAP_DOMAIN_TREE"));
        } catch (IllegalArgumentException e) {
            throw new StartRefused(e.getMessage());
        }
        requireNumber("GATEPOST_LDAP_DOMAIN_SECONDS", 0, (int) LdapCaching.FOUND_MAX.toSeconds());
        requireNumber("GATEPOST_LDAP_ACCOUNT_SECONDS", 0, (int) LdapCaching.FOUND_MAX.toSeconds());
        requireNumber("GATEPOST_LDAP_MISSING_SECONDS", 0, (int) LdapCaching.MISSING_MAX.toSeconds());
        requireNumber("GATEPOST_LDAP_STALE_SECONDS", 0, (int) LdapCaching.STALE_MAX.toSeconds());
        if (!has("GATEPOST_LDAP_URL")) {
            onlyWith("GATEPOST_LDAP_URL", "GATEPOST_LDAP_BIND_DN", "GATEPOST_LDAP_BIND_PASSWORD", "GATEPOST_LDAP_BASE");
            return;
        }
        require("GATEPOST_LDAP_URL", text -> list(text).stream().allMatch(url -> LDAP_URL.matcher(url).matches()),
                "is not a list of ldap://host:port or ldaps://host:port");
        if (!has("GATEPOST_LDAP_BASE")) {
            throw new StartRefused("GATEPOST_LDAP_URL is set, and GATEPOST_LDAP_BASE is not");
        }
        // A name without a password would bind as nobody and be told that nobody exists (RFC 4513 5.1.2).
        if (has("GATEPOST_LDAP_BIND_DN") != has("GATEPOST_LDAP_BIND_PASSWORD")) {
            throw new StartRefused("GATEPOST_LDAP_BIND_DN and GATEPOST_LDAP_BIND_PASSWORD go together: one of them is not set");
        }
    }

    private void checkAddresses() {
        require("GATEPOST_STORE", text -> text.startsWith("lmtp://") && isHostPort(text.substring("lmtp://".length())), "is not lmtp://host:port");
        require("GATEPOST_DEMO_REMOTE", InstanceSettings::isHostPort, "is not host:port");
        for (String setting : List.of("GATEPOST_DNS_SERVERS", "GATEPOST_GRID_MEMBERS", "GATEPOST_CLAMD", "GATEPOST_SPAMD", "GATEPOST_RSPAMD", "GATEPOST_ICAP", "GATEPOST_MILTER")) {
            require(setting, text -> list(text).stream().allMatch(InstanceSettings::isHostPort), "is not a list of host:port");
        }
        require("GATEPOST_GRID_MEMBERS", text -> list(text).stream().map(member -> member.substring(0, member.lastIndexOf(':')))
                .allMatch(LOOPBACK.asMatchPredicate()),
                "goes beyond loopback, where nothing encrypts what the data grid says: let a tunnel end on loopback");
    }

    private void checkBinding() {
        for (String setting : List.of("GATEPOST_BIND", "GATEPOST_HTTPS_BIND")) {
            require(setting, text -> list(text).stream().allMatch(Addresses::isLiteral), "is not a list of IP addresses");
            boolean beyond = !list(value(setting)).stream().allMatch(Addresses::isLoopback);
            if (beyond && ownDirectory()) {
                throw new StartRefused(setting + " goes beyond loopback while the demo directory, whose passwords everybody knows, is in use: set GATEPOST_LDAP_URL");
            }
        }
        if (list(value("GATEPOST_HTTPS_BIND")).size() > 1) {
            throw new StartRefused("GATEPOST_HTTPS_BIND is not one IP address");
        }
    }

    private void checkNames() {
        require("GATEPOST_HOSTNAME", text -> DOMAIN_NAME.matcher(text).matches(), "is not a domain name");
        require("GATEPOST_TLS_REPORT_CONTACT", text -> CONTACT.matcher(text).matches(), "is not an address");
        require("GATEPOST_NODE", text -> NODE.matcher(text).matches(), "is not a name of 1 to 64 letters, digits, dots, underscores and hyphens");
        require("GATEPOST_WARM_UP_MILLIS", text -> text.matches("[0-9]{1,4}|10000"), "is not a number of milliseconds from 0 to 10000");
        require("GATEPOST_AOT_CACHE", List.of("on", "off")::contains, "is neither on nor off");
        requireNumber(START_SECONDS, 10, 3_600);
        requireNumber(STANDSTILL_SECONDS, 10, 600);
        require("GATEPOST_SERVER_PRELOAD", text -> Files.isReadable(Path.of(text)), "is not a file that can be read");
        require("GATEPOST_HEAP", text -> HEAP.matcher(text).matches(), "is not a size such as 1g or 768m");
    }

    private void checkDelivery() {
        requireNumber("GATEPOST_DELIVERY_ENTRIES", 100, 1_000_000);
        requireNumber("GATEPOST_DELIVERY_CONTENT_MIB", 1, 65_536);
        requireNumber("GATEPOST_DELIVERY_CONNECT_SECONDS", 1, 300);
        requireNumber("GATEPOST_DELIVERY_REPLY_SECONDS", 1, 3_600);
        requireNumber("GATEPOST_DELIVERY_FINAL_REPLY_SECONDS", 1, 3_600);
        requireNumber("GATEPOST_DELIVERY_YIELD_SECONDS", 0, 3_600);
    }

    private void requireNumber(String setting, int min, int max) {
        require(setting, text -> NUMBER.matcher(text).matches() && Long.parseLong(text) >= min && Long.parseLong(text) <= max,
                "is not a number from " + min + " to " + max);
    }

    private void checkLimits() {
        LIMITS.forEach((setting, least) -> require(setting, text -> NUMBER.matcher(text).matches() && Long.parseLong(text) >= least,
                "is not a whole number of at least " + least));
    }

    private void checkCertificate() {
        if (has("GATEPOST_TLS_CERT") != has("GATEPOST_TLS_KEY")) {
            throw new StartRefused("GATEPOST_TLS_CERT and GATEPOST_TLS_KEY go together: one of them is not set");
        }
        for (String setting : List.of("GATEPOST_TLS_CERT", "GATEPOST_TLS_KEY", "GATEPOST_TLS_CA")) {
            require(setting, text -> Files.isReadable(Path.of(text)), "is not a file that can be read");
        }
        require("GATEPOST_SRS_KEYS", text -> Files.isReadable(Path.of(text)), "is not a file that can be read");
        if (has("GATEPOST_SRS_KEYS") != has("GATEPOST_SRS_DOMAIN")) {
            throw new StartRefused("GATEPOST_SRS_DOMAIN and GATEPOST_SRS_KEYS are set together, or neither");
        }
        require("GATEPOST_TLS_CLIENT_CA", text -> Files.isReadable(Path.of(text)), "is not a file that can be read");
        require("GATEPOST_TLS_DIRECTORY", text -> Files.isDirectory(Path.of(text)), "is not a directory");
        requireNumber("GATEPOST_HANDSHAKE_SECONDS", 1, 300);
    }

    private void checkTokens() {
        if (!has("GATEPOST_OAUTH_JWKS")) {
            onlyWith("GATEPOST_OAUTH_JWKS", "GATEPOST_OAUTH_ISSUER", "GATEPOST_OAUTH_AUDIENCE", "GATEPOST_OAUTH_USER_CLAIM");
            return;
        }
        require("GATEPOST_OAUTH_JWKS", text -> HTTPS_URL.matcher(text).matches() || !text.contains("://") && Files.isReadable(Path.of(text)),
                "is neither a file that can be read nor an https URL");
        for (String setting : List.of("GATEPOST_OAUTH_ISSUER", "GATEPOST_OAUTH_AUDIENCE")) {
            if (!has(setting)) {
                throw new StartRefused("GATEPOST_OAUTH_JWKS is set, and " + setting + " is not");
            }
        }
    }

    private void require(String setting, Predicate<String> holds, String otherwise) {
        if (has(setting) && !holds.test(value(setting))) {
            boolean secret = setting.equals("GATEPOST_DB_URL") || setting.equals("GATEPOST_LDAP_URL");
            throw new StartRefused(setting + " " + otherwise + (secret ? "" : ": " + value(setting)));
        }
    }

    private void onlyWith(String master, String... settings) {
        for (String setting : settings) {
            if (has(setting)) {
                throw new StartRefused(setting + " is set, and " + master + " is not");
            }
        }
    }

    private static boolean isHostPort(String text) {
        var matcher = HOST_PORT.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        int port = Integer.parseInt(matcher.group(2));
        return port > 0 && port < 65_536;
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split("[,\\s]+")).filter(part -> !part.isEmpty()).toList();
    }

    /** A setting's value without surrounding space; empty when it is not set. */
    public String value(String setting) {
        return environment.getOrDefault(setting, "").strip();
    }

    public boolean has(String setting) {
        return !value(setting).isEmpty();
    }

    /** The whole environment as it came, for the processes that are started. */
    public Map<String, String> environment() {
        return environment;
    }

    /** The directory of all state; absolute. */
    public Path var() {
        return var;
    }

    public Ports ports() {
        return ports;
    }

    public boolean ownDatabase() {
        return !has("GATEPOST_DB_URL");
    }

    public boolean ownDirectory() {
        return !has("GATEPOST_LDAP_URL");
    }

    /** Whether local mailboxes are ours (LMTP). */
    public boolean ownMailboxes() {
        return !has("GATEPOST_STORE");
    }

    /** Whether remote mail ends here (SMTP). */
    public boolean ownRemoteSink() {
        return !has("GATEPOST_DEMO_REMOTE");
    }

    /** The addresses of the SMTP ports, 127.0.0.1 unless set; never empty. */
    public List<String> bind() {
        return has("GATEPOST_BIND") ? list(value("GATEPOST_BIND")).stream().map(Addresses::bare).toList() : List.of("127.0.0.1");
    }

    /** The members of the data grid, {@code host:port}; with none, this node shares nothing. */
    public List<String> gridMembers() {
        return list(value("GATEPOST_GRID_MEMBERS"));
    }

    /** Within what time a server that is started again has to answer; see {@link StartBound}. */
    Duration startWithin() {
        return has(START_SECONDS) ? Duration.ofSeconds(Long.parseLong(value(START_SECONDS))) : START_WITHIN;
    }

    /** After what time without work a server that is being started is taken to stand still; see {@link Standstill}. */
    Duration standstillWithin() {
        return has(STANDSTILL_SECONDS) ? Duration.ofSeconds(Long.parseLong(value(STANDSTILL_SECONDS))) : STANDSTILL_WITHIN;
    }

    public String httpsBind() {
        return has("GATEPOST_HTTPS_BIND") ? Addresses.bare(value("GATEPOST_HTTPS_BIND")) : "127.0.0.1";
    }
}
