package org.gatepost.workbench.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.gatepost.workbench.bench.harness.BenchSettings;
import org.gatepost.workbench.files.Trees;
import org.gatepost.workbench.files.Secrets;
import org.gatepost.workbench.supervisor.Instance;
import org.gatepost.workbench.supervisor.InstanceSettings;
import org.gatepost.workbench.supervisor.Ports;

/**
 * The Gatepost that faults strike, as {@code ./gatepost start} starts it, with a scanner, a clock that can be set and, where the machine lets us, a
 * spool directory and at times a database on small file systems of their own. For one thread.
 */
final class Ground implements AutoCloseable {

    static final Path FAKETIME = Path.of("/usr/lib", System.getProperty("os.arch").equals("aarch64") ? "aarch64-linux-gnu" : "x86_64-linux-gnu", "faketime/libfaketimeMT.so.1");
    private static final int SPOOL_MEGABYTES = 16;
    /** What the database may have beside what it had when it was moved. */
    private static final int DATABASE_MEGABYTES = 384;
    /** Retries come soon, so that a round need not wait for minutes; an idle or half-open session goes after half a minute. */
    private static final List<String> POLICY = List.of("UPDATE channel SET backoff = 'PT2S PT5S PT10S' WHERE version_id = :version",
            "UPDATE listener SET idle_seconds = 30 WHERE version_id = :version");

    private final Path var;
    private final Path clock;
    private final Namespaces namespaces;
    private final Process scanner;
    private final Instance instance;
    private final InstanceSettings settings;

    /** A Gatepost of its own; it begins with {@link #begin}. */
    Ground(BenchSettings bench, Namespaces namespaces) throws IOException {
        this.var = bench.work().resolve("chaos");
        this.namespaces = namespaces;
        this.clock = var.resolveSibling(var.getFileName() + ".clock");
        this.scanner = scanner();
        BufferedReader said = scanner.inputReader(StandardCharsets.US_ASCII);
        Map<String, String> all = new TreeMap<>(System.getenv());
        all.keySet().removeIf(key -> key.startsWith("GATEPOST_"));
        all.put("GATEPOST_VAR", var.toString());
        all.put("GATEPOST_PORT_OFFSET", String.valueOf(bench.portOffset()));
        all.put("GATEPOST_CLAMD", "127.0.0.1:" + said.readLine().strip());
        if (Files.isReadable(FAKETIME)) {
            all.putAll(steppable(clock));
        }
        settings = InstanceSettings.from(all, bench.distribution().root());
        instance = new Instance(settings, bench.distribution(), bench.classPath());
    }

    /** The settings of a Gatepost whose server's clock is as far from the machine's as that file says, such as {@code +3600} seconds. */
    static Map<String, String> steppable(Path offset) {
        return Map.of("GATEPOST_SERVER_PRELOAD", FAKETIME.toString(), "FAKETIME_TIMESTAMP_FILE", offset.toString(), "FAKETIME_NO_CACHE", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                // Without it every timed wait of the virtual machine returns at once.
                "FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    private Process scanner() throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), FreezableScanner.class.getName()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** Makes everything anew and returns when mail is taken. */
    void begin() throws IOException, InterruptedException, SQLException {
        instance.stop();
        clear();
        Files.createDirectories(var.resolve("spool"));
        setClock(Duration.ZERO);
        if (namespaces.canMount()) {
            namespaces.mountSmall(var.resolve("spool"), SPOOL_MEGABYTES);
        }
        instance.start();
        changePolicy();
    }

    /** All but the Payara domain, which holds no mail and takes half a minute to make. */
    private void clear() throws IOException {
        if (Files.isDirectory(var)) {
            try (Stream<Path> left = Files.list(var)) {
                for (Path path : left.filter(path -> !path.endsWith("payara")).toList()) {
                    Trees.delete(path);
                }
            }
        }
    }

    private void changePolicy() throws SQLException, InterruptedException {
        try (Connection database = database(); Statement statement = database.createStatement()) {
            long version = number(statement, "SELECT policy_copy(version_id, 'Faults under load', 'bench') FROM active_policy");
            for (String sql : POLICY) {
                statement.execute(sql.replace(":version", Long.toString(version)));
            }
            statement.execute("SELECT policy_activate(" + version + ")");
            // So that a small disk fills by what is put on it, and not by logs the database keeps for its convenience.
            statement.execute("ALTER SYSTEM SET max_wal_size = '128MB'");
            statement.execute("ALTER SYSTEM SET min_wal_size = '32MB'");
            statement.execute("SELECT pg_reload_conf()");
        }
        Thread.sleep(1_000);
    }

    /** Moves the database to a small file system of its own; stops and starts everything for it. */
    void moveDatabase() throws IOException, InterruptedException {
        instance.stop();
        Path home = var.resolve("pg");
        Path former = var.resolve("pg.before");
        Files.move(home, former);
        Files.createDirectory(home);
        namespaces.mountSmall(home, DATABASE_MEGABYTES + Math.toIntExact(size(former) >> 20));
        namespaces.run("cp", "-a", former + "/.", home.toString());
        instance.start();
    }

    private static long size(Path tree) throws IOException {
        try (var files = Files.walk(tree)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }

    /** Sets the server's clock, and nobody else's, that far from the machine's. */
    void setClock(Duration offset) throws IOException {
        Path next = clock.resolveSibling(clock.getFileName() + ".next");
        Files.writeString(next, (offset.isNegative() ? "" : "+") + offset.toSeconds() + "\n");
        Files.move(next, clock, java.nio.file.StandardCopyOption.REPLACE_EXISTING, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    Ports ports() {
        return settings.ports();
    }

    Path var() {
        return var;
    }

    Namespaces namespaces() {
        return namespaces;
    }

    Instance instance() {
        return instance;
    }

    /** One of the four processes of the instance, or the scanner. */
    ProcessHandle process(String name) {
        return name.equals("scanner") ? scanner.toHandle() : instance.process(name).orElseThrow(() -> new ChaosBroken(name + " does not run"));
    }

    /** A connection to the database as it answers now. */
    Connection database() throws SQLException {
        try {
            Map<String, String> login = Secrets.readSettings(var.resolve("pg.env"));
            return DriverManager.getConnection(login.get("GATEPOST_DB_URL") + "?connectTimeout=5&socketTimeout=30", login.get("GATEPOST_DB_USER"), login.get("GATEPOST_DB_PASSWORD"));
        } catch (IOException e) {
            throw new SQLException("no login for the database", e);
        }
    }

    /** A number the database answers. */
    long number(String sql) throws SQLException {
        try (Connection database = database(); Statement statement = database.createStatement()) {
            return number(statement, sql);
        }
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws IOException {
        instance.stop();
        scanner.destroyForcibly();
        namespaces.unmountAll();
        Files.deleteIfExists(clock);
    }
}
