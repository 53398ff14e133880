package org.gatepost.workbench.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import org.gatepost.workbench.files.Secrets;

/**
 * The environment each process is given: the caller's own settings, completed by what the supervisor decides (ports with their offset,
 * absolute paths, the addresses and passwords of the database and directory it starts itself). Safe for use by several threads: the database becomes known
 * while others are started.
 */
final class ServerEnvironment {

    private static final String DEMO_BASE = "o=demo";
    private static final String DEMO_READER = "cn=gatepost,o=demo";

    private final InstanceSettings settings;
    private final Map<String, String> environment;

    ServerEnvironment(InstanceSettings settings) {
        this.settings = settings;
        this.environment = new LinkedHashMap<>(settings.environment());
    }

    /** For every process: where things are. */
    synchronized void complete() throws IOException {
        Ports ports = settings.ports();
        set("GATEPOST_VAR", settings.var());
        set("GATEPOST_BIND", String.join(",", settings.bind()));
        set("GATEPOST_HTTPS_BIND", settings.httpsBind());
        set("GATEPOST_SMTP_PORT", ports.smtp());
        set("GATEPOST_SUBMISSION_PORT", ports.submission());
        set("GATEPOST_SUBMISSIONS_PORT", ports.submissions());
        set("GATEPOST_HTTPS_PORT", ports.https());
        set("GATEPOST_DEMO_LDAP_PORT", ports.ldap());
        set("GATEPOST_DEMO_LMTP_PORT", ports.lmtp());
        set("GATEPOST_DEMO_REMOTE_PORT", ports.remote());
        set("GATEPOST_DB_PORT", ports.db());
        set("GATEPOST_GRID_PORT", ports.grid());
        set("GATEPOST_ADMIN_PORT", ports.admin());
        // What is computed already must not be moved a second time.
        environment.remove("GATEPOST_PORT_OFFSET");
        orElse("GATEPOST_HOSTNAME", hostname());
        // One pair for HTTPS and SMTP, whether it is somebody's or the one made here; it is there before the server is started.
        certificate("GATEPOST_TLS_CERT", SelfSigned.CERTIFICATE);
        certificate("GATEPOST_TLS_KEY", SelfSigned.KEY);
        for (String setting : List.of("GATEPOST_TLS_DIRECTORY", "GATEPOST_TLS_CLIENT_CA", "GATEPOST_SRS_KEYS")) {
            if (settings.has(setting)) {
                set(setting, Path.of(settings.value(setting)).toAbsolutePath());
            }
        }
        if (settings.has("GATEPOST_OAUTH_JWKS") && !settings.value("GATEPOST_OAUTH_JWKS").contains("://")) {
            set("GATEPOST_OAUTH_JWKS", Path.of(settings.value("GATEPOST_OAUTH_JWKS")).toAbsolutePath());
        }
        orElse("GATEPOST_NODE", nodeId());
        orElse("GATEPOST_STORE", "lmtp://127.0.0.1:" + ports.lmtp());
        orElse("GATEPOST_DEMO_REMOTE", "127.0.0.1:" + ports.remote());
    }

    synchronized void database(String url, String user, String password) {
        set("GATEPOST_DB_URL", url);
        set("GATEPOST_DB_USER", user);
        set("GATEPOST_DB_PASSWORD", password);
    }

    /** The demo directory's reader has a random password, which stands in {@code directory.env} for tools and tests. */
    synchronized void demoDirectory() throws IOException {
        String password = Secrets.random();
        set("GATEPOST_LDAP_URL", "ldap://127.0.0.1:" + settings.ports().ldap());
        set("GATEPOST_LDAP_BIND_DN", DEMO_READER);
        set("GATEPOST_LDAP_BIND_PASSWORD", password);
        set("GATEPOST_LDAP_BASE", DEMO_BASE);
        Secrets.writePrivately(settings.var().resolve("directory.env"), "GATEPOST_LDAP_URL=ldap://127.0.0.1:" + settings.ports().ldap()
                + "\nGATEPOST_LDAP_BIND_DN=" + DEMO_READER + "\nGATEPOST_LDAP_BIND_PASSWORD=" + password + "\nGATEPOST_LDAP_BASE=" + DEMO_BASE + "\n");
    }

    private void set(String name, Object value) {
        environment.put(name, value.toString());
    }

    private void certificate(String setting, String selfSigned) {
        set(setting, settings.has(setting) ? Path.of(settings.value(setting)).toAbsolutePath() : settings.var().resolve(selfSigned));
    }

    private void orElse(String name, String value) {
        environment.put(name, settings.has(name) ? settings.value(name) : value);
    }

    /** The machine's name where it is a full one; asking DNS for it could take a minute and is no better. */
    private static String hostname() throws IOException {
        String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        return name.matches("[A-Za-z0-9][A-Za-z0-9.-]*\\.[A-Za-z][A-Za-z0-9-]*") ? name : "localhost.localdomain";
    }

    private String nodeId() throws IOException {
        Path file = settings.var().resolve("node-id");
        if (!Files.exists(file)) {
            byte[] octets = new byte[4];
            ThreadLocalRandom.current().nextBytes(octets);
            Files.writeString(file, "node-" + HexFormat.of().formatHex(octets) + "\n");
        }
        return Files.readString(file).strip();
    }

    /** The store opens no port for what has been given another home. */
    synchronized Map<String, String> forStore() {
        Map<String, String> store = new LinkedHashMap<>(environment);
        if (!settings.ownMailboxes()) {
            store.put("GATEPOST_DEMO_LMTP_PORT", "0");
        }
        if (!settings.ownRemoteSink()) {
            store.put("GATEPOST_DEMO_REMOTE_PORT", "0");
        }
        return Map.copyOf(store);
    }

    /** The server alone gets the library of GATEPOST_SERVER_PRELOAD: a trial steps its clock with one, and nobody else's. */
    synchronized Map<String, String> forServer() {
        Map<String, String> server = new LinkedHashMap<>(environment);
        if (settings.has("GATEPOST_SERVER_PRELOAD")) {
            server.put("LD_PRELOAD", settings.value("GATEPOST_SERVER_PRELOAD"));
        }
        return Map.copyOf(server);
    }

    synchronized Map<String, String> toMap() {
        return Map.copyOf(environment);
    }
}
