package org.gatepost.ee.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.gatepost.partial.PartialSets;

/** Parts whose siblings did not come in time: they go back to their sender, each with a report of its own, and what became of sets that were whole is forgotten. */
public final class AgedParts {

    private static final int BATCH = 100;

    private static final String OVERDUE = "SELECT key FROM partial_set WHERE finished_at IS NULL AND began_at < now() - make_interval(secs => ?) ORDER BY began_at LIMIT ? FOR UPDATE";
    private static final String LOCK_ENTRIES = """
            SELECT e.id FROM queue_entry e JOIN partial_part p ON p.message_id = e.message_id WHERE p.set_key = ANY (?) AND e.incarnation IS NULL ORDER BY e.id FOR UPDATE OF e""";
    // Behind the lock on the entries: what somebody released meanwhile is told of nobody.
    private static final String RETURN = """
            WITH late AS (
                UPDATE recipient SET state = 'waiting', state_by = '', state_text = '' WHERE entry_id = ANY (?) AND state = 'held' AND state_by = ? RETURNING entry_id, address),
            due AS (UPDATE queue_entry SET due_at = now(), return_requested_by = ? WHERE id IN (SELECT entry_id FROM late))
            INSERT INTO trace_event (at, kind, node, queue_id, sender, recipient, reason)
            SELECT now(), 'release', ?, m.id, m.reverse_path, late.address, ? FROM late JOIN queue_entry e ON e.id = late.entry_id JOIN message m ON m.id = e.message_id""";

    private AgedParts() {
    }

    /** Has parts returned that waited that long for others, of at most a hundred messages; of how many. */
    public static int giveBack(Connection connection, String node, Duration age) throws SQLException {
        PartRows.lockAll(connection);
        List<Object> sets = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(OVERDUE)) {
            select.setDouble(1, age.toSeconds());
            select.setInt(2, BATCH);
            addTo(sets, select);
        }
        if (sets.isEmpty()) {
            return 0;
        }
        List<Object> entries = new ArrayList<>();
        try (PreparedStatement lock = connection.prepareStatement(LOCK_ENTRIES)) {
            lock.setArray(1, connection.createArrayOf("text", sets.toArray()));
            addTo(entries, lock);
        }
        try (PreparedStatement update = connection.prepareStatement(RETURN)) {
            update.setArray(1, connection.createArrayOf("uuid", entries.toArray()));
            update.setString(2, PartialSets.RULE);
            update.setString(3, PartialSets.RETURNED_BY);
            update.setString(4, node);
            update.setString(5, PartialSets.RULE + ": the other parts did not come within " + age.toHours() + " hours; to be returned to the sender");
            update.executeUpdate();
        }
        for (String delete : List.of("DELETE FROM partial_part WHERE set_key = ANY (?)", "DELETE FROM partial_set WHERE key = ANY (?)")) {
            try (PreparedStatement statement = connection.prepareStatement(delete)) {
                statement.setArray(1, connection.createArrayOf("text", sets.toArray()));
                statement.executeUpdate();
            }
        }
        return sets.size();
    }

    /** Forgets what became of messages that were whole that long ago; of how many. */
    public static int forget(Connection connection, Duration age) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM partial_set WHERE finished_at < now() - make_interval(secs => ?)")) {
            delete.setDouble(1, age.toSeconds());
            return delete.executeUpdate();
        }
    }

    private static void addTo(List<Object> values, PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                values.add(rows.getObject(1));
            }
        }
    }
}
