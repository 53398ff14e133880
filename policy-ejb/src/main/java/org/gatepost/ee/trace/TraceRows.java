package org.gatepost.ee.trace;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.gatepost.ee.copy.CopyRows;
import org.gatepost.ee.copy.CopyTable;
import org.gatepost.trace.Json;
import org.gatepost.trace.TraceEvent;

/** The rows of trace_event. */
public final class TraceRows {

    private static final CopyTable TABLE = new CopyTable("trace_event", "at", "kind", "node", "session_id", "transaction_no", "queue_id", "sender",
            "recipient", "client_address", "reply", "reason", "details");

    private TraceRows() {
    }

    /** Writes the events with one COPY, in the transaction of the connection. */
    public static void insert(Connection connection, String node, List<TraceEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        try (CopyRows rows = CopyRows.into(connection, TABLE)) {
            for (TraceEvent event : events) {
                add(rows.row(), node, event);
            }
            rows.end();
        }
    }

    private static void add(CopyRows row, String node, TraceEvent event) throws SQLException {
        row.at(event.at()).text(event.kind().name().toLowerCase(Locale.ROOT)).text(node);
        add(row, event.session());
        if (event.transaction() > 0) {
            row.number(event.transaction());
        } else {
            row.absent();
        }
        if (event.queueId().isPresent()) {
            row.uuid(event.queueId().get().value());
        } else {
            row.absent();
        }
        add(row, event.sender());
        add(row, event.recipient());
        add(row, event.client());
        add(row, event.reply().map(Object::toString));
        row.text(clean(event.reason())).json(Json.object(event.details()));
    }

    private static void add(CopyRows row, Optional<String> text) throws SQLException {
        if (text.isPresent()) {
            row.text(clean(text.get()));
        } else {
            row.absent();
        }
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
