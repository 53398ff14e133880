package org.gatepost.workbench.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.gatepost.workbench.files.Trees;
import org.gatepost.workbench.files.Secrets;
import org.gatepost.workbench.supervisor.Instance;
import org.gatepost.workbench.supervisor.InstanceSettings;
import org.gatepost.workbench.supervisor.Ports;

/** A Gatepost of the benchmarks' own, under {@code work/gatepost}, started by the same supervisor as {@code ./gatepost start}. */
public final class TrialGatepost implements MailServer, AutoCloseable {

    private static final Duration POLICY_SETTLES = Duration.ofSeconds(1);
    private static final long LOOK_AGAIN_MILLIS = 50;

    private final BenchSettings bench;
    private final Map<String, String> environment;
    private InstanceSettings settings;
    private Instance instance;

    TrialGatepost(BenchSettings bench, Map<String, String> extra) {
        this.bench = bench;
        environment = new TreeMap<>(System.getenv());
        environment.keySet().removeIf(key -> key.startsWith("GATEPOST_"));
        environment.put("GATEPOST_VAR", bench.work().resolve("gatepost").toString());
        environment.put("GATEPOST_PORT_OFFSET", String.valueOf(bench.portOffset()));
        environment.putAll(extra);
        configure(Map.of());
    }

    private void configure(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        settings = InstanceSettings.from(all, bench.distribution().root());
        instance = new Instance(settings, bench.distribution(), bench.classPath());
    }

    /** On an empty database, spool and log. The Payara domain of an earlier one is used again: it holds no mail, and making it takes half a minute. */
    void startFresh() throws IOException, InterruptedException {
        instance.stop();
        Path var = var();
        if (Files.isDirectory(var)) {
            try (Stream<Path> left = Files.list(var)) {
                for (Path path : left.filter(path -> !path.endsWith("payara")).toList()) {
                    Trees.delete(path);
                }
            }
        }
        instance.start();
    }

    /** The directory of its state. */
    public Path var() {
        return settings.var();
    }

    public Ports ports() {
        return settings.ports();
    }

    @Override
    public String name() {
        return "Gatepost";
    }

    @Override
    public int port() {
        return settings.ports().smtp();
    }

    /** The process id of {@code server}, {@code postgres}, {@code directory} or {@code store}. */
    public long pid(String process) {
        return instance.process(process).map(ProcessHandle::pid).orElseThrow(() -> new BenchFailed(process + " does not run"));
    }

    /** Whether SMTP answers 220. */
    public boolean answers() {
        return instance.answers();
    }

    public void stop() throws IOException {
        instance.stop();
    }

    /** Starts it again on the same state, with more settings than before for this run; returns how long it took until ready. */
    public Duration start(Map<String, String> more) throws IOException, InterruptedException {
        configure(more);
        long begun = System.nanoTime();
        instance.start();
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** A connection to its database; autocommit. */
    public Connection database() throws IOException, SQLException {
        Map<String, String> login = Secrets.readSettings(var().resolve("pg.env"));
        return DriverManager.getConnection(login.get("GATEPOST_DB_URL"), login.get("GATEPOST_DB_USER"), login.get("GATEPOST_DB_PASSWORD"));
    }

    /** The number in the first column of the first row. */
    public long number(String sql) throws IOException, SQLException {
        try (Connection database = database(); Statement statement = database.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** How many messages are in its queue. */
    public long queued() throws IOException, SQLException {
        return number("SELECT count(*) FROM message");
    }

    @Override
    public void awaitEmptyQueue(Duration patience) throws IOException, SQLException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (long queued = queued(); queued > 0; queued = queued()) {
            if (System.nanoTime() > deadline) {
                throw new BenchFailed(queued + " messages are still in Gatepost's queue after " + patience.toSeconds() + " s");
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    /**
     * Activates a changed copy of the active policy and gives the server time to see it.
     *
     * @param updates SQL statements with {@code :version} where the new version's id belongs
     */
    public void changePolicy(String... updates) throws IOException, SQLException, InterruptedException {
        try (Connection database = database(); Statement statement = database.createStatement()) {
            long version;
            try (ResultSet row = statement.executeQuery("SELECT policy_copy((SELECT version_id FROM active_policy), 'for a benchmark', 'bench')")) {
                row.next();
                version = row.getLong(1);
            }
            for (String update : updates) {
                statement.execute(update.replace(":version", Long.toString(version)));
            }
            statement.execute("SELECT policy_activate(" + version + ")");
        }
        Thread.sleep(POLICY_SETTLES);
    }

    @Override
    public void close() throws IOException {
        instance.stop();
    }
}
