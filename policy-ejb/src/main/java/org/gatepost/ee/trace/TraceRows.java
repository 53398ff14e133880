package org.gatepost.ee.trace;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.gatepost.ee.rows.Insertion;
import org.gatepost.ee.rows.RowTable;
import org.gatepost.ee.rows.TableRows;
import org.gatepost.trace.Json;
import org.gatepost.trace.TraceEvent;

/** The rows of trace_event. */
public final class TraceRows {

    private static final RowTable TABLE = new RowTable("trace_event", "at timestamptz", "kind text", "node text", "session_id text", "transaction_no int",
            "queue_id uuid", "sender text", "recipient text", "client_address text", "reply text", "reason text", "details jsonb");

    private TraceRows() {
    }

    /** Writes the events, with one exchange, in the transaction of the connection. */
    public static void insert(Connection connection, String node, List<TraceEvent> events) throws SQLException {
        Insertion insertion = new Insertion();
        add(insertion, node, events);
        insertion.send(connection);
    }

    /** Adds the events to what is to be written. */
    public static void add(Insertion insertion, String node, List<TraceEvent> events) {
        events.forEach(event -> add(insertion.into(TABLE).row(), node, event));
    }

    private static void add(TableRows row, String node, TraceEvent event) {
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

    private static void add(TableRows row, Optional<String> text) {
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
