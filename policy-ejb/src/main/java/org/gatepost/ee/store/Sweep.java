package org.gatepost.ee.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;

import org.gatepost.ee.trace.TracePartitions;

/** What goes by itself: pieces of content nobody stored a message for, days of the trace, lives of nodes long over. */
public final class Sweep {

    // Only a content written before its message can be left without one, and has a full first piece: the index content_chunk_large holds full pieces
    // alone, so that a million small messages that wait cost nothing here. The number is ContentChunks.CHUNK_OCTETS, as in the index.
    private static final String CHUNKS = """
            DELETE FROM content_chunk WHERE message_id IN (
                SELECT message_id FROM content_chunk WHERE octet_length(octets) >= 262144 AND stored_at < now() - interval '1 hour'
                   AND NOT EXISTS (SELECT 1 FROM message WHERE message.id = content_chunk.message_id))""";

    private Sweep() {
    }

    /**
     * Deletes the pieces of contents that were written more than an hour ago and belong to no message; how many. Between its content and itself a
     * message takes far less than that. What it costs goes by the large contents, not by the messages.
     */
    public static int chunks(Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(CHUNKS)) {
            return delete.executeUpdate();
        }
    }

    /** Makes the days of the trace that begin soon and drops those older than {@code daysKept}. */
    public static void trace(Connection connection, LocalDate today, int daysKept) throws SQLException {
        TracePartitions.make(connection, today);
        TracePartitions.make(connection, today.plusDays(1));
        TracePartitions.dropBefore(connection, today.minusDays(daysKept));
    }
}
