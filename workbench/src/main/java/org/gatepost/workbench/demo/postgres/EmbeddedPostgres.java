package org.gatepost.workbench.demo.postgres;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

import com.sun.management.OperatingSystemMXBean;

import org.gatepost.workbench.files.Secrets;
import org.gatepost.workbench.files.Trees;

/**
 * The database the queue lies in when no other is named: one cluster, one database {@code gatepost}, one user {@code gatepost} with a
 * random password that stands in {@code pg.env} (mode 600) and nowhere else. Listens on 127.0.0.1 alone, no Unix socket.
 */
public final class EmbeddedPostgres {

    private static final String NAME = "gatepost";
    /** Beside PostgreSQL's own defaults, fsync and synchronous_commit among them. */
    private static final List<String> SETTINGS = List.of("listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200",
            // A queue writes each message twice, into the log and the tables. Fewer checkpoints write fewer pages twice, and a log whose files are
            // kept is written faster than one whose files are made: as many are kept as there may be, or each burst makes them again. 2 GB of it are
            // read back within seconds after a crash.
            "max_wal_size=2GB", "min_wal_size=2GB", "checkpoint_timeout=10min", "wal_buffers=16MB", "wal_compression=on",
            // Large contents leave more dirty pages than the kernel likes to keep; written back in one burst they would hold up every commit.
            "backend_flush_after=1MB",
            // Statements of the queue are short: compiling one takes longer than running it.
            "jit=off",
            // Rows live for seconds: what a vacuum frees before it leaves the buffers is neither written nor read again.
            "autovacuum_naptime=5s", "autovacuum_vacuum_cost_delay=0",
            "log_timezone=UTC", "timezone=UTC", "log_min_error_statement=panic");

    private static final long BUFFERS_MIB_MIN = 256;
    private static final long BUFFERS_MIB_MAX = 1_024;
    /** The part of the machine's memory that its buffers may have. */
    private static final int BUFFERS_PART = 16;

    private final Path home;
    private final Path var;
    private final int port;
    private final UnprivilegedUser user;
    /** Whether the database was made by us, and so is without its log's files. */
    private volatile boolean fresh;

    /**
     * @param home where the programs lie or will be unpacked to; may be shared by several instances
     * @param var  the instance's own directory: {@code pg}, {@code pg.env} and {@code log/postgres.log} lie there
     */
    public EmbeddedPostgres(Path home, Path var, int port) throws IOException, InterruptedException {
        this.home = home;
        this.var = var;
        this.port = port;
        this.user = UnprivilegedUser.choose();
    }

    /** The JDBC URL, with which and the password of {@link #password()} the server connects. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + NAME;
    }

    public String user() {
        return NAME;
    }

    /** Read back from {@code pg.env}; only after {@link #prepare()}. */
    public String password() throws IOException {
        return Optional.ofNullable(Secrets.readSettings(environmentFile()).get("GATEPOST_DB_PASSWORD")).orElseThrow(() -> new IOException("no password in " + environmentFile()));
    }

    private Path environmentFile() {
        return var.resolve("pg.env");
    }

    private Path cluster() {
        return var.resolve("pg");
    }

    /** Unpacks the programs and makes the cluster where they are not there; writes {@code pg.env} anew, since the port may have changed. */
    public void prepare() throws IOException, InterruptedException {
        Binaries.unpackInto(home);
        boolean made = Files.exists(cluster().resolve("PG_VERSION")) && Files.exists(environmentFile());
        String password = made ? password() : Secrets.random();
        if (!made) {
            makeCluster(password);
        }
        Secrets.writePrivately(environmentFile(), "GATEPOST_DB_URL=" + url() + "\nGATEPOST_DB_USER=" + NAME + "\nGATEPOST_DB_PASSWORD=" + password + "\n");
    }

    private void makeCluster(String password) throws IOException, InterruptedException {
        // A cluster half made, or one whose password is lost, cannot be used: it is put aside, never deleted.
        if (Files.exists(cluster())) {
            Files.move(cluster(), var.resolve("pg.unusable-" + System.currentTimeMillis()));
        }
        Path fresh = var.resolve("pg.fresh");
        Trees.delete(fresh);
        Files.createDirectory(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path passwordFile = var.resolve("pg.password");
        Secrets.writePrivately(passwordFile, password + "\n");
        user.own(fresh);
        user.own(passwordFile);
        try {
            run("initdb", "-D", fresh.toString(), "-U", NAME, "-A", "scram-sha-256", "--pwfile=" + passwordFile, "-E", "UTF8", "--locale=C",
                    "--no-instructions");
        } finally {
            Files.deleteIfExists(passwordFile);
        }
        Files.move(fresh, cluster());
    }

    private void run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(user.prefix());
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        Path log = var.resolve("log/postgres.log");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(program + " failed; see " + log);
            }
        } finally {
            process.destroyForcibly();
        }
    }

    /** The command that becomes the postmaster. */
    public List<String> command() {
        List<String> command = new ArrayList<>(user.prefix());
        command.addAll(List.of(home.resolve("bin/postgres").toString(), "-D", cluster().toString(), "-p", String.valueOf(port)));
        command.addAll(List.of("-c", "shared_buffers=" + buffersMib() + "MB"));
        SETTINGS.forEach(setting -> command.addAll(List.of("-c", setting)));
        return List.copyOf(command);
    }

    /** What comes and goes between two vacuums is to have room in them; pages that do not are written, and read again when their rows go. */
    private static long buffersMib() {
        long machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        return Math.clamp(machine / BUFFERS_PART >> 20, BUFFERS_MIB_MIN, BUFFERS_MIB_MAX);
    }

    /**
     * Makes the files of a new cluster's log in advance ({@link LogFiles}), some seconds' work; does nothing where the database was there already. Only after it
     * {@link #answers()}.
     *
     * @throws IOException the database could not do it; it makes each when it is needed then
     */
    public void makeLogFiles() throws IOException {
        if (!fresh) {
            return;
        }
        try (Connection connection = connect(url())) {
            LogFiles.make(cluster(), connection);
        } catch (SQLException e) {
            throw new IOException("the log's files could not be made in advance: " + e.getMessage(), e);
        }
    }

    /** Whether it answers; makes the database on the way, if it is the first time. */
    public boolean answers() throws IOException {
        try (Connection connection = connect(url())) {
            return connection.isValid(1);
        } catch (SQLException e) {
            if ("3D000".equals(e.getSQLState())) {
                makeDatabase();
            }
            return false;
        }
    }

    private void makeDatabase() throws IOException {
        try (Connection connection = connect("jdbc:postgresql://127.0.0.1:" + port + "/postgres"); Statement statement = connection.createStatement();
                ResultSet there = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + NAME + "'")) {
            if (!there.next()) {
                statement.execute("CREATE DATABASE " + NAME);
                fresh = true;
            }
        } catch (SQLException e) {
            throw new IOException("cannot make the database " + NAME + ": " + e.getMessage(), e);
        }
    }

    private Connection connect(String url) throws SQLException, IOException {
        Properties login = new Properties();
        login.setProperty("user", NAME);
        login.setProperty("password", password());
        login.setProperty("connectTimeout", "2");
        return DriverManager.getConnection(url, login);
    }
}
