package org.gatepost.ee.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What becomes of entries nobody needs any longer: they go, and with the last of a message the message and its content. */
public final class FinishedEntries {

    private FinishedEntries() {
    }

    /**
     * Deletes the entries, in the transaction of the connection. Messages are locked in the order of their ids, always after entries: two
     * transactions that finish entries of the same messages wait for each other and never deadlock, and the later one takes the message along.
     */
    public static void delete(Connection connection, Collection<UUID> entries) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        Array ids = connection.createArrayOf("uuid", entries.toArray());
        List<UUID> messages = select(connection,
                "SELECT id FROM message WHERE id IN (SELECT message_id FROM queue_entry WHERE id = ANY (?)) ORDER BY id FOR UPDATE", ids);
        execute(connection, """
                WITH gone AS (DELETE FROM queue_entry WHERE id = ANY (?) RETURNING message_id),
                     counted AS (SELECT message_id, count(*)::int AS n FROM gone GROUP BY message_id)
                UPDATE message SET open_entries = open_entries - counted.n FROM counted WHERE message.id = counted.message_id""", ids);
        execute(connection, """
                WITH gone AS (DELETE FROM message WHERE id = ANY (?) AND open_entries = 0 RETURNING id)
                DELETE FROM content_chunk USING gone WHERE message_id = gone.id""", connection.createArrayOf("uuid", messages.toArray()));
    }

    private static List<UUID> select(Connection connection, String sql, Array ids) throws SQLException {
        List<UUID> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, ids);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getObject(1, UUID.class));
                }
            }
        }
        return found;
    }

    private static void execute(Connection connection, String sql, Array ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, ids);
            statement.execute();
        }
    }
}
