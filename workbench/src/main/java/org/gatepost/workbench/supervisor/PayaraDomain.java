package org.gatepost.workbench.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.gatepost.workbench.files.Secrets;
import org.gatepost.workbench.files.Trees;

/**
 * The Payara domain under {@code var/payara}: made once by asadmin, adjusted at each start, and run as our own child process by the
 * command Payara's launcher would use, so that the process we watch is the one that holds the SMTP sockets.
 */
final class PayaraDomain {

    /** The key store's password, as create-domain sets it; the store itself can be read by its owner alone. */
    private static final String MASTER_PASSWORD = "changeit";
    private static final String DOMAIN = "gatepost";

    private final InstanceSettings settings;
    private final Path installation;
    private final Path domains;
    private final Path instance;
    private final ServerLog log;
    private final AotCache aotCache;

    /** @param payara the unpacked distribution; never written to */
    PayaraDomain(InstanceSettings settings, Path payara) {
        this.settings = settings;
        this.installation = payara.resolve("glassfish");
        this.domains = settings.var().resolve("payara");
        this.instance = domains.resolve(DOMAIN);
        this.log = new ServerLog(settings.var().resolve("log/server.log"));
        this.aotCache = new AotCache(settings.var().resolve("aot"));
    }

    /** Makes the domain where there is none (or one of another Payara), and sets its ports, certificate and log file. */
    void prepare() throws IOException, InterruptedException {
        String version = installation.toString() + "\n" + Files.getLastModifiedTime(installation.resolve("modules/glassfish.jar"));
        Path made = domains.resolve("made");
        if (!Files.exists(made) || !Files.readString(made).equals(version)) {
            Trees.delete(domains);
            create();
            Files.writeString(made, version);
        }
        DomainXml xml = new DomainXml(instance.resolve("config/domain.xml"));
        xml.listenOnlyOn(settings.httpsBind(), settings.ports().https(), settings.ports().admin());
        if (!settings.gridMembers().isEmpty()) {
            xml.withGrid();
        }
        xml.save();
        certificate();
        logging();
    }

    private void create() throws IOException, InterruptedException {
        Files.createDirectories(domains);
        Path passwords = domains.resolve("admin.passwords");
        Secrets.writePrivately(passwords, "AS_ADMIN_PASSWORD=" + Secrets.random() + "\n");
        Path output = settings.var().resolve("log/create-domain.log");
        ProcessBuilder builder = new ProcessBuilder(java(), "-XX:TieredStopAtLevel=1", "-jar", installation.resolve("lib/client/appserver-cli.jar").toString(),
                // Without our ports: those are set at each start, and create-domain refuses one that is among its own defaults, as 8181 is.
                "--user", "admin", "--passwordfile", passwords.toString(), "create-domain", "--domaindir", domains.toString(), "--checkports=false", DOMAIN)
                .redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("AS_JAVA", System.getProperty("java.home"));
        Process process = builder.start();
        try {
            if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new StartRefused("the Payara domain could not be made; see " + output);
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private void certificate() throws IOException {
        Path keyStore = instance.resolve("config/keystore.p12");
        Path selfSigned = instance.resolve("config/keystore.self-signed.p12");
        if (!Files.exists(selfSigned)) {
            Files.copy(keyStore, selfSigned, StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.copy(selfSigned, keyStore, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        SelfSigned.write(selfSigned, MASTER_PASSWORD.toCharArray(), settings.var());
        if (settings.has("GATEPOST_TLS_CERT")) {
            PemKey.into(keyStore, MASTER_PASSWORD.toCharArray(), Path.of(settings.value("GATEPOST_TLS_CERT")), Path.of(settings.value("GATEPOST_TLS_KEY")));
        }
    }

    private void logging() throws IOException {
        Map<String, String> wanted = Map.of("handlers", "", "com.sun.enterprise.server.logging.GFFileHandler.file", log.file().toString(),
                "com.sun.enterprise.server.logging.GFFileHandler.rotationLimitInBytes", "20000000",
                "com.sun.enterprise.server.logging.GFFileHandler.maxHistoryFiles", "9");
        Path file = instance.resolve("config/logging.properties");
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String key = line.contains("=") ? line.substring(0, line.indexOf('=')) : line;
            lines.add(wanted.containsKey(key) ? key + "=" + wanted.get(key) : line);
        }
        Files.write(file, lines);
    }

    ServerLog log() {
        return log;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin/java").toString();
    }

    /** The server's command. Where GATEPOST_AOT_CACHE is on and this very server ran before, it starts from the AOT cache that run left. */
    Child.Recipe recipe(Map<String, String> environment, Path ear) throws IOException {
        String heap = settings.has("GATEPOST_HEAP") ? settings.value("GATEPOST_HEAP") : "1g";
        List<String> command = new ArrayList<>(List.of(java(), "-cp", installation.resolve("modules/glassfish.jar").toString()));
        command.addAll(new DomainXml(instance.resolve("config/domain.xml")).jvmOptions(installation, instance, heap));
        if (!settings.gridMembers().isEmpty()) {
            Path grid = instance.resolve("config/grid.yaml");
            // The database's password is what nodes have in common.
            GridFile.write(grid, settings.ports().grid(), settings.gridMembers(), environment.getOrDefault("GATEPOST_DB_PASSWORD", ""));
            command.add("-Dhazelcast.config=" + grid);
        }
        if (settings.value("GATEPOST_AOT_CACHE").equals("on")) {
            String runs = Files.readString(Path.of(System.getProperty("java.home"), "release")) + Files.readString(domains.resolve("made")) + digest(ear);
            command.add(aotCache.option(runs + "\n" + String.join("\n", command)));
        }
        command.addAll(List.of("-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError",
                // A client may not make us repeat the dear part of a handshake on a TLS 1.2 connection as often as it likes.
                "-Djdk.tls.rejectClientInitiatedRenegotiation=true", "-Dcom.sun.aas.installRoot=" + installation, "-Dcom.sun.aas.instanceRoot=" + instance,
                "-Djava.library.path=" + installation.resolve("lib") + ":/usr/java/packages/lib:/usr/lib64:/lib64:/lib:/usr/lib",
                "com.sun.enterprise.glassfish.bootstrap.ASMain", "-upgrade", "false", "-read-stdin", "true", "-domainname", DOMAIN,
                "-domaindir", instance.toString(), "-instancename", "server", "-type", "DAS", "-verbose", "false", "-debug", "false", "-watchdog", "false",
                "-asadmin-classpath", installation.resolve("lib/client/appserver-cli.jar").toString(), "-asadmin-classname", "com.sun.enterprise.admin.cli.AdminMain",
                "-asadmin-args", "start-domain,,," + DOMAIN));
        return new Child.Recipe("server", command, environment, "AS_ADMIN_MASTERPASSWORD=" + MASTER_PASSWORD + "\n", settings.var().resolve("log/server.out"));
    }

    /** A start that came to nothing may have come to it by what an earlier run left to it. */
    void forgetCache() throws IOException {
        aotCache.forget();
    }

    PayaraAdmin admin() throws IOException {
        String passwords = Files.readString(domains.resolve("admin.passwords")).strip();
        return new PayaraAdmin(settings.ports().admin(), passwords.substring(passwords.indexOf('=') + 1));
    }

    /** Whether the domain holds exactly this application already, and starts it by itself. */
    boolean holds(Path ear) throws IOException {
        Path deployed = domains.resolve("deployed");
        return Files.exists(deployed) && Files.readString(deployed).equals(digest(ear));
    }

    /** @throws StartRefused with the first cause, if the application does not come up */
    void deploy(Path ear) throws IOException, InterruptedException {
        Path deployed = domains.resolve("deployed");
        Files.deleteIfExists(deployed);
        String answer = admin().deploy(ear, DOMAIN);
        if (!answer.startsWith("SUCCESS") && !answer.startsWith("WARNING")) {
            throw new StartRefused("the application could not be deployed: " + log.firstCause().orElse(answer) + " (see " + log.file() + ")");
        }
        Files.writeString(deployed, digest(ear));
    }

    private static String digest(Path ear) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(ear)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
