package org.gatepost.ee.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;

import org.gatepost.ee.trace.TracePartitions;

/** What goes by itself: pieces of content nobody stored a message for, days of the trace, lives of nodes long over. */
public final class Sweep {

    private static final String CHUNKS = """
            DELETE FROM content_chunk WHERE stored_at < now() - interval '1 hour'
               AND NOT EXISTS (SELECT 1 FROM message WHERE message.id = content_chunk.message_id)""";

    private Sweep() {
    }

    /** Deletes pieces older than an hour that belong to no message; how many. A message takes far less than that to arrive and be stored. */
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
