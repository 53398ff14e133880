package org.gatepost.workbench.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** The embedded database of a bench instance, which belongs to the bench. For one thread. */
public final class BenchDatabase implements AutoCloseable {

    /** Each node looks at the active policy every 250 ms. */
    private static final Duration POLICY_SETTLES = Duration.ofSeconds(1);

    private final Connection connection;

    private BenchDatabase(Connection connection) {
        this.connection = connection;
    }

    /** The one whose login stands in {@code pg.env} of a state directory. */
    public static BenchDatabase of(Path var) throws IOException, SQLException {
        Map<String, String> login = Files.readAllLines(var.resolve("pg.env")).stream()
                .collect(Collectors.toMap(line -> line.substring(0, line.indexOf('=')), line -> line.substring(line.indexOf('=') + 1)));
        return new BenchDatabase(DriverManager.getConnection(login.get("GATEPOST_DB_URL"), login.get("GATEPOST_DB_USER"), login.get("GATEPOST_DB_PASSWORD")));
    }

    /** Makes a copy of the active policy, changes it, and makes it the one that decides; {@code :version} in a statement is the copy's id. */
    public void changePolicy(String... updates) throws SQLException {
        long version = number("SELECT policy_copy(version_id, 'for a bench', 'bench') FROM active_policy");
        for (String update : updates) {
            execute(update.replace(":version", Long.toString(version)));
        }
        number("SELECT 1 FROM policy_activate(" + version + ")");
        LockSupport.parkNanos(POLICY_SETTLES.toNanos());
    }

    /** Runs a statement; autocommit. */
    public void execute(String sql, long... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setLong(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }

    /** The first column of the one row. */
    public long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            if (!row.next()) {
                throw new SQLException("no row: " + sql);
            }
            return row.getLong(1);
        }
    }

    /** Whether the one row's one column is true. */
    public boolean is(String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            return row.next() && row.getBoolean(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
