package org.gatepost.ee.trace;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** The days of trace_event: made before they begin, dropped when they are older than the trace is kept. */
public final class TracePartitions {

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'trace_event_'yyyyMMdd");
    /** An advisory lock of ours, so that two nodes do not make one day. */
    private static final long LOCK = 0x6761_7465_7472L;

    private TracePartitions() {
    }

    /** Makes the partition of that day of UTC, unless it is there, and moves rows there that came before it. Part of the connection's transaction. */
    public static void make(Connection connection, LocalDate day) throws SQLException {
        lock(connection);
        String name = NAME.format(day);
        if (names(connection).contains(name)) {
            return;
        }
        String bounds = " >= '" + day + " 00:00:00+00' AND at < '" + day.plusDays(1) + " 00:00:00+00'";
        try (Statement statement = connection.createStatement()) {
            // A partition cannot be attached while the rest holds rows that belong to it.
            statement.execute("CREATE TABLE " + name + " (LIKE trace_event INCLUDING DEFAULTS INCLUDING CONSTRAINTS)");
            statement.execute("LOCK TABLE trace_event_rest IN ACCESS EXCLUSIVE MODE");
            statement.execute("WITH moved AS (DELETE FROM trace_event_rest WHERE at" + bounds + " RETURNING *) INSERT INTO " + name + " SELECT * FROM moved");
            statement.execute("ALTER TABLE trace_event ATTACH PARTITION " + name
                    + " FOR VALUES FROM ('" + day + " 00:00:00+00') TO ('" + day.plusDays(1) + " 00:00:00+00')");
        }
    }

    /** Drops the days before that one, and what the rest holds of them. Part of the connection's transaction. */
    public static void dropBefore(Connection connection, LocalDate day) throws SQLException {
        lock(connection);
        String first = NAME.format(day);
        try (Statement statement = connection.createStatement()) {
            for (String name : names(connection)) {
                if (name.matches("trace_event_[0-9]{8}") && name.compareTo(first) < 0) {
                    statement.execute("DROP TABLE " + name);
                }
            }
            statement.execute("DELETE FROM trace_event_rest WHERE at < '" + day + " 00:00:00+00'");
        }
    }

    private static void lock(Connection connection) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_advisory_xact_lock(?)")) {
            lock.setLong(1, LOCK);
            lock.execute();
        }
    }

    private static List<String> names(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'trace_event'::regclass")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
