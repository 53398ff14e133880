package org.gatepost.ee.trace;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.gatepost.trace.TraceEvent;

/** The rows of trace_event. */
public final class TraceRows {

    private static final String INSERT = """
            INSERT INTO trace_event (at, kind, node, session_id, transaction_no, queue_id, sender, recipient, client_address, reply, reason, details)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)""";

    private TraceRows() {
    }

    /** Writes the events in one batch, in the transaction of the connection. */
    public static void insert(Connection connection, String node, List<TraceEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (TraceEvent event : events) {
                insert.setObject(1, event.at().atOffset(ZoneOffset.UTC));
                insert.setString(2, event.kind().name().toLowerCase(Locale.ROOT));
                insert.setString(3, node);
                setText(insert, 4, event.session());
                if (event.transaction() > 0) {
                    insert.setInt(5, event.transaction());
                } else {
                    insert.setNull(5, Types.INTEGER);
                }
                insert.setObject(6, event.queueId().map(id -> id.value()).orElse(null), Types.OTHER);
                setText(insert, 7, event.sender());
                setText(insert, 8, event.recipient());
                setText(insert, 9, event.client());
                setText(insert, 10, event.reply().map(Object::toString));
                insert.setString(11, clean(event.reason()));
                insert.setString(12, Json.object(event.details()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void setText(PreparedStatement statement, int index, Optional<String> text)
            throws SQLException {
        statement.setString(index, text.map(TraceRows::clean).orElse(null));
    }

    /** Classes 22, 23 and 54: what a row says cannot be stored, now or later. Everything else may pass. */
    static boolean isRefusal(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().matches("(22|23|54).*");
    }

    /** Text as PostgreSQL takes it: without NUL. */
    static String clean(String text) {
        return text.indexOf(0) < 0 ? text : text.replace('\0', '\ufffd');
    }
}
