package org.gatepost.ee.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What becomes of entries nobody needs any longer: they go, and with the last of a message the message and its content. */
public final class FinishedEntries {

    // The message goes where these were all its entries. Where it was not so at the statement's beginning, another transaction may be finishing the
    // others just now: those are told back, to be counted down under a lock. Entries are found by their ids: by "incarnation = ?" the planner, who has seen few
    // leased ones among a million, goes through all that this node holds, once for each that is given. IS NOT DISTINCT FROM has no index.
    private static final String DELETE = """
            WITH given AS (SELECT * FROM unnest(?::uuid[], ?::int[]) AS g (id, attempts)),
                 gone AS (DELETE FROM queue_entry USING given
                           WHERE queue_entry.id = given.id AND queue_entry.attempts = given.attempts AND incarnation IS NOT DISTINCT FROM ?
                          RETURNING queue_entry.id, queue_entry.attempts, message_id),
                 copies AS (DELETE FROM recipient USING gone WHERE entry_id = gone.id),
                 counted AS (SELECT message_id, count(*)::int AS n FROM gone GROUP BY message_id),
                 finished AS (DELETE FROM message USING counted WHERE message.id = counted.message_id AND open_entries = counted.n RETURNING message.id),
                 contents AS (DELETE FROM content_chunk USING finished WHERE content_chunk.message_id = finished.id)
            SELECT gone.id, gone.attempts, gone.message_id, finished.id IS NULL AS shared FROM gone LEFT JOIN finished ON finished.id = gone.message_id""";

    private FinishedEntries() {
    }

    /**
     * Deletes those of the entries which that incarnation holds and whose number of attempts is still the one given, in the transaction of the
     * connection; returns them, changeable. Messages shared with other entries are locked in the order of their ids, always after entries: two
     * transactions that finish entries of the same messages wait for each other and never deadlock, and the later one takes the message along.
     *
     * @param attempts by entry
     */
    static Map<UUID, Integer> delete(Connection connection, long incarnation, Map<UUID, Integer> attempts) throws SQLException {
        Map<UUID, Integer> deleted = new HashMap<>();
        if (attempts.isEmpty()) {
            return deleted;
        }
        Map<UUID, Integer> shared = new TreeMap<>();
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            delete.setArray(1, connection.createArrayOf("uuid", attempts.keySet().toArray()));
            delete.setArray(2, connection.createArrayOf("int4", attempts.values().toArray()));
            delete.setLong(3, incarnation);
            try (ResultSet rows = delete.executeQuery()) {
                while (rows.next()) {
                    deleted.put((UUID) rows.getObject(1), rows.getInt(2));
                    if (rows.getBoolean(4)) {
                        shared.merge((UUID) rows.getObject(3), 1, Integer::sum);
                    }
                }
            }
        }
        countDown(connection, shared);
        return deleted;
    }

    /** So many entries of these messages are gone; a message without any goes too, with its content. */
    public static void countDown(Connection connection, Map<UUID, Integer> goneByMessage) throws SQLException {
        if (goneByMessage.isEmpty()) {
            return;
        }
        Array ids = connection.createArrayOf("uuid", goneByMessage.keySet().toArray());
        execute(connection, "SELECT id FROM message WHERE id = ANY (?) ORDER BY id FOR UPDATE", ids);
        execute(connection, """
                UPDATE message SET open_entries = open_entries - gone.n FROM unnest(?::uuid[], ?::int[]) AS gone (id, n) WHERE message.id = gone.id""",
                ids, connection.createArrayOf("int4", goneByMessage.values().toArray()));
        execute(connection, """
                WITH gone AS (DELETE FROM message WHERE id = ANY (?) AND open_entries = 0 RETURNING id)
                DELETE FROM content_chunk USING gone WHERE message_id = gone.id""", ids);
    }

    private static void execute(Connection connection, String sql, Array... arrays) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arrays.length; i++) {
                statement.setArray(i + 1, arrays[i]);
            }
            statement.execute();
        }
    }
}
