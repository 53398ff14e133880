package org.gatepost.ee.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import org.gatepost.mail.QueueId;

/** Contents that are one piece, many in one question. */
public final class SmallContents {

    // The size says that it is all: a message of two pieces is left to whoever reads it piece by piece.
    private static final String READ = """
            SELECT message.id, content_chunk.octets FROM message JOIN content_chunk ON message_id = message.id AND chunk_no = 0
             WHERE message.id = ANY (?) AND octet_length(content_chunk.octets) = message.content_octets""";

    private SmallContents() {
    }

    /** Those of the contents that were found whole. */
    public static Map<QueueId, byte[]> read(Connection connection, Collection<QueueId> ids) throws SQLException {
        Map<QueueId, byte[]> found = new HashMap<>();
        FoundById.from(connection);
        try (PreparedStatement select = connection.prepareStatement(READ)) {
            select.setArray(1, QueueRows.ids(connection, ids.stream().map(QueueId::value).toList()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.put(new QueueId((UUID) rows.getObject(1)), rows.getBytes(2));
                }
            }
        }
        return found;
    }
}
