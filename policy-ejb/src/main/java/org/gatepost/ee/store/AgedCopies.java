package org.gatepost.ee.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Copies that are held by a rule until they are too old: they go, nobody is told, and the trace names the rule. */
public final class AgedCopies {

    private static final String HELD = """
            e.incarnation IS NULL
               AND EXISTS (SELECT 1 FROM recipient r WHERE r.entry_id = e.id AND r.state = 'held' AND r.state_by = ?)
               AND NOT EXISTS (SELECT 1 FROM recipient r WHERE r.entry_id = e.id AND NOT (r.state = 'held' AND r.state_by = ?))""";
    // What is released between the look and the lock is seen in its new state by the next statement alone.
    private static final String LOCK = "SELECT e.id FROM queue_entry e JOIN message m ON m.id = e.message_id WHERE m.arrived_at < now() - make_interval(secs => ?) AND " + HELD
            + " ORDER BY e.id LIMIT ? FOR UPDATE OF e SKIP LOCKED";
    // Together with its trace row, or not at all.
    private static final String AGED = "WITH aged AS MATERIALIZED (SELECT e.id, e.message_id, m.reverse_path FROM queue_entry e JOIN message m ON m.id = e.message_id"
            + " WHERE e.id = ANY (?) AND " + HELD + """
            ),
            told AS (
                INSERT INTO trace_event (at, kind, node, queue_id, sender, recipient, reason)
                SELECT now(), 'discard', ?, aged.message_id, aged.reverse_path, r.address, r.state_by || ': ' || coalesce(?, r.state_text) FROM aged JOIN recipient r ON r.entry_id = aged.id),
            recipients AS (DELETE FROM recipient WHERE entry_id IN (SELECT id FROM aged)),
            gone AS (DELETE FROM queue_entry WHERE id IN (SELECT id FROM aged))
            SELECT message_id FROM aged""";
    private static final int BATCH = 1_000;

    private AgedCopies() {
    }

    /**
     * Discards those of entries in which all are held by that rule and whose message is older, up to a thousand entries; how many.
     *
     * @param reason for the trace; where it is absent, why each is held
     */
    public static int ageOut(Connection connection, String node, String rule, Duration age, Optional<String> reason) throws SQLException {
        Map<UUID, Integer> finished = new TreeMap<>();
        int entries = 0;
        List<UUID> locked = lock(connection, rule, age);
        if (locked.isEmpty()) {
            return 0;
        }
        try (PreparedStatement aged = connection.prepareStatement(AGED)) {
            aged.setArray(1, connection.createArrayOf("uuid", locked.toArray()));
            aged.setString(2, rule);
            aged.setString(3, rule);
            aged.setString(4, node);
            aged.setString(5, reason.orElse(null));
            try (ResultSet rows = aged.executeQuery()) {
                while (rows.next()) {
                    finished.merge((UUID) rows.getObject(1), 1, Integer::sum);
                    entries++;
                }
            }
        }
        FinishedEntries.countDown(connection, finished);
        return entries;
    }

    private static List<UUID> lock(Connection connection, String rule, Duration age) throws SQLException {
        List<UUID> locked = new ArrayList<>();
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            lock.setDouble(1, age.toSeconds());
            lock.setString(2, rule);
            lock.setString(3, rule);
            lock.setInt(4, BATCH);
            try (ResultSet rows = lock.executeQuery()) {
                while (rows.next()) {
                    locked.add((UUID) rows.getObject(1));
                }
            }
        }
        return locked;
    }
}
