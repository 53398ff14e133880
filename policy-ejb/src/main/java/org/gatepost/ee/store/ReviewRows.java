package org.gatepost.ee.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import org.gatepost.dsn.Backscatter;

/** Reports that were held for review and that nobody looked at: they age out, and the trace says so. */
public final class ReviewRows {

    // Together with its trace row, or not at all.
    private static final String AGED = """
            WITH aged AS MATERIALIZED (
                SELECT e.id, e.message_id FROM queue_entry e JOIN message m ON m.id = e.message_id
                 WHERE e.incarnation IS NULL AND m.session_id = 'dsn' AND m.arrived_at < now() - make_interval(days => ?)
                   AND EXISTS (SELECT 1 FROM recipient r WHERE r.entry_id = e.id AND r.state = 'held' AND r.state_by = ?)
                   AND NOT EXISTS (SELECT 1 FROM recipient r WHERE r.entry_id = e.id AND NOT (r.state = 'held' AND r.state_by = ?))
                 ORDER BY e.id LIMIT ? FOR UPDATE OF e SKIP LOCKED),
            told AS (
                INSERT INTO trace_event (at, kind, node, queue_id, sender, recipient, reason)
                SELECT now(), 'discard', ?, aged.message_id, '', r.address, ? FROM aged JOIN recipient r ON r.entry_id = aged.id),
            recipients AS (DELETE FROM recipient WHERE entry_id IN (SELECT id FROM aged)),
            gone AS (DELETE FROM queue_entry WHERE id IN (SELECT id FROM aged))
            SELECT message_id FROM aged""";
    private static final int BATCH = 1_000;

    private ReviewRows() {
    }

    /** Discards those older than so many days, up to a thousand; how many entries. */
    public static int ageOut(Connection connection, String node, int days) throws SQLException {
        Map<UUID, Integer> finished = new TreeMap<>();
        int entries = 0;
        try (PreparedStatement aged = connection.prepareStatement(AGED)) {
            aged.setInt(1, days);
            aged.setString(2, Backscatter.RULE);
            aged.setString(3, Backscatter.RULE);
            aged.setInt(4, BATCH);
            aged.setString(5, node);
            aged.setString(6, Backscatter.RULE + ": nobody reviewed the report for " + days + " days");
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
}
