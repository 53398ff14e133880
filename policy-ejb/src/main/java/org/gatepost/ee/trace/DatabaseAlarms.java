package org.gatepost.ee.trace;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

import javax.sql.DataSource;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.gatepost.ee.settings.Settings;
import org.gatepost.trace.Alarms;

/**
 * Alarms as rows, written every 250 ms by the same timer as the trace. What is raised many times between two writes is one row, counted. Safe
 * for use by many threads.
 */
@ApplicationScoped
public class DatabaseAlarms implements Alarms {

    /** Causes that wait to be written; more are only logged. */
    static final int WAITING_MAX = 1_000;

    private static final Logger LOG = Logger.getLogger(DatabaseAlarms.class.getName());
    private static final String RAISE = """
            INSERT INTO alarm AS a (node, key, text, times) VALUES (?, ?, ?, ?)
            ON CONFLICT (node, key) DO UPDATE SET text = excluded.text, seen_at = now(), cleared_at = NULL,
                raised_at = CASE WHEN a.cleared_at IS NULL THEN a.raised_at ELSE now() END,
                times = CASE WHEN a.cleared_at IS NULL THEN a.times ELSE 0 END + excluded.times""";
    private static final String CLEAR = "UPDATE alarm SET cleared_at = now() WHERE node = ? AND key = ? AND cleared_at IS NULL";

    private final Map<String, Change> waiting = new LinkedHashMap<>();
    @Resource(lookup = "java:app/jdbc/gatepost")
    private DataSource database;
    @Inject
    private Settings settings;
    private String node;

    /** The last word on a cause; {@code times} is 0 where it was cleared. */
    private record Change(String text, long times) {
    }

    /** For the container. */
    public DatabaseAlarms() {
    }

    /** For use without a container. */
    public static DatabaseAlarms over(DataSource database, String node) {
        DatabaseAlarms alarms = new DatabaseAlarms();
        alarms.database = database;
        alarms.node = node;
        return alarms;
    }

    @PostConstruct
    void open() {
        node = settings.node();
    }

    @Override
    public void raise(String key, String text) {
        synchronized (waiting) {
            Change before = waiting.get(key);
            if (before == null || before.times() == 0) {
                LOG.log(Level.WARNING, "alarm {0}: {1}", new Object[] {key, text});
            }
            if (before != null || waiting.size() < WAITING_MAX) {
                waiting.put(key, new Change(text, before == null ? 1 : before.times() + 1));
            }
        }
    }

    @Override
    public void clear(String key) {
        synchronized (waiting) {
            if (waiting.containsKey(key) || waiting.size() < WAITING_MAX) {
                waiting.put(key, new Change("", 0));
            }
        }
    }

    /** Writes what has gathered; what cannot be written now waits for the next time. Called by the timer. */
    public void drain() {
        Map<String, Change> taken;
        synchronized (waiting) {
            if (waiting.isEmpty()) {
                return;
            }
            taken = new LinkedHashMap<>(waiting);
            waiting.clear();
        }
        try (Connection connection = database.getConnection()) {
            for (Map.Entry<String, Change> change : Map.copyOf(taken).entrySet()) {
                writeOrDrop(connection, change.getKey(), change.getValue());
                taken.remove(change.getKey());
            }
        } catch (SQLException | RuntimeException e) {
            LOG.log(Level.FINE, "alarms cannot be written now", e);
            synchronized (waiting) {
                taken.forEach(waiting::putIfAbsent);
            }
        }
    }

    /** One the table refuses must not hold up the others for ever. */
    private void writeOrDrop(Connection connection, String key, Change change) throws SQLException {
        try {
            write(connection, key, change);
        } catch (SQLException e) {
            if (!TraceRows.isRefusal(e)) {
                throw e;
            }
            LOG.log(Level.WARNING, "alarm {0} was refused with {1} and is dropped", new Object[] {key, e.getSQLState()});
        }
    }

    private void write(Connection connection, String key, Change change) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(change.times() > 0 ? RAISE : CLEAR)) {
            statement.setString(1, node);
            statement.setString(2, TraceRows.clean(key));
            if (change.times() > 0) {
                statement.setString(3, TraceRows.clean(change.text()));
                statement.setLong(4, change.times());
            }
            statement.executeUpdate();
        }
    }
}
