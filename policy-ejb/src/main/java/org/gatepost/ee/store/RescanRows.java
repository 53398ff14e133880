package org.gatepost.ee.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.gatepost.gate.LateScan.Fate;
import org.gatepost.mail.QueueId;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;

/** Copies that are held until an engine answers: whose turn it is, and what came of it. */
public final class RescanRows {

    // Who writes the row has the message until then: of two nodes that look at once each takes others. Two indexes, one for each of these: what is not due is
    // not looked at, however much waits.
    private static final String TAKE = """
            WITH due AS MATERIALIZED (SELECT message_id FROM rescan WHERE %s ORDER BY next_at LIMIT ? FOR UPDATE SKIP LOCKED)
            UPDATE rescan SET asked = asked + 1, next_at = now() + make_interval(secs => least(?, ? * 2 ^ least(asked + 1, 20)))
              FROM due WHERE rescan.message_id = due.message_id RETURNING rescan.message_id""";
    private static final String TAKE_AGAIN = TAKE.formatted("asked > 0 AND next_at <= now()");
    private static final String TAKE_FIRST = TAKE.formatted("asked = 0 AND next_at <= now() - make_interval(secs => ?)");
    private static final String FORGET = "DELETE FROM rescan WHERE message_id = ? AND NOT EXISTS (SELECT 1 FROM recipient r JOIN queue_entry e ON e.id = r.entry_id"
            + " WHERE e.message_id = rescan.message_id AND r.state = 'held' AND r.state_by = 'Rescan')";
    private static final String MESSAGE = "SELECT reverse_path, content_octets, client_address, client_port, hello, tls, identity,"
            + " extract(epoch FROM now() - arrived_at) AS age FROM message WHERE id = ?";
    private static final String COPIES = "SELECT r.address, r.state_text FROM recipient r JOIN queue_entry e ON e.id = r.entry_id"
            + " WHERE e.message_id = ? AND r.state = 'held' AND r.state_by = 'Rescan' AND e.incarnation IS NULL ORDER BY r.recipient_no";
    private static final String LOCK = "SELECT id FROM queue_entry WHERE message_id = ? AND incarnation IS NULL ORDER BY id FOR UPDATE";
    private static final String CHANGE = "UPDATE recipient SET state = ?, state_by = ?, state_text = ? WHERE entry_id = ANY (?) AND address = ? AND state_text = ? AND state = 'held'"
            + " AND state_by = 'Rescan' RETURNING entry_id";
    private static final String TELL = "INSERT INTO trace_event (at, kind, node, queue_id, sender, recipient, reason) VALUES (now(), ?, ?, ?, ?, ?, ?)";

    private RescanRows() {
    }

    /**
     * A message whose turn it is.
     *
     * @param age since it came
     * @param copies why each is held; only what is held for that very reason is changed by what comes of it
     */
    public record Due(QueueId id, ReversePath sender, long octets, Optional<ScanQuestion.Client> client, Duration age, Map<Mailbox, String> copies) {
    }

    /** Takes messages whose turn it is, at most so many; their next turn is a longer pause away. */
    public static List<UUID> take(Connection connection, Duration firstPause, Duration pauseMax, int messagesMax) throws SQLException {
        List<UUID> taken = new ArrayList<>();
        try (PreparedStatement again = connection.prepareStatement(TAKE_AGAIN)) {
            again.setInt(1, messagesMax);
            again.setDouble(2, pauseMax.toSeconds());
            again.setDouble(3, firstPause.toSeconds());
            addTo(taken, again);
        }
        if (taken.size() < messagesMax) {
            try (PreparedStatement first = connection.prepareStatement(TAKE_FIRST)) {
                first.setDouble(1, firstPause.toSeconds());
                first.setInt(2, messagesMax - taken.size());
                first.setDouble(3, pauseMax.toSeconds());
                first.setDouble(4, firstPause.toSeconds());
                addTo(taken, first);
            }
        }
        return taken;
    }

    private static void addTo(List<UUID> ids, PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                ids.add((UUID) rows.getObject(1));
            }
        }
    }

    /** One that was taken; empty where no copy of it waits, or not just now because somebody works on it. */
    public static Optional<Due> read(Connection connection, UUID id) throws SQLException {
        Map<Mailbox, String> copies = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(COPIES)) {
            select.setObject(1, id);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    // Who is reached twice may wait for other engines with each copy; that one has the message's next turn.
                    copies.putIfAbsent(StoredForms.mailbox(rows.getString("address")), rows.getString("state_text"));
                }
            }
        }
        if (copies.isEmpty()) {
            forget(connection, id);
            return Optional.empty();
        }
        try (PreparedStatement select = connection.prepareStatement(MESSAGE)) {
            select.setObject(1, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                return Optional.of(new Due(new QueueId(id), StoredForms.reversePath(row.getString("reverse_path")), row.getLong("content_octets"), client(row),
                        Duration.ofSeconds(row.getLong("age")), copies));
            }
        }
    }

    private static void forget(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement forget = connection.prepareStatement(FORGET)) {
            forget.setObject(1, id);
            forget.executeUpdate();
        }
    }

    private static Optional<ScanQuestion.Client> client(ResultSet row) throws SQLException {
        String address = row.getString("client_address");
        return address.isEmpty() ? Optional.empty() : Optional.of(new ScanQuestion.Client(IpAddress.parse(address), row.getInt("client_port"), Optional.empty(),
                row.getString("hello"), StoredForms.tls(row.getString("tls")), Optional.ofNullable(row.getString("identity"))));
    }

    /**
     * Writes what becomes of the copies that are still held for an engine, each with a row of the trace.
     *
     * @return how many were released
     */
    public static int settle(Connection connection, String node, Due message, Map<Mailbox, Fate> fates) throws SQLException {
        List<UUID> entries = new ArrayList<>();
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            lock.setObject(1, message.id().value());
            try (ResultSet rows = lock.executeQuery()) {
                while (rows.next()) {
                    entries.add((UUID) rows.getObject(1));
                }
            }
        }
        int released = 0;
        for (Map.Entry<Mailbox, Fate> each : fates.entrySet()) {
            switch (each.getValue()) {
                case Fate.Deliver(String why) -> {
                    List<UUID> changed = change(connection, entries, message, each.getKey(), "waiting", "", "");
                    if (!changed.isEmpty()) {
                        released += changed.size();
                        makeDue(connection, changed);
                        tell(connection, "release", node, message, each.getKey(), "Rescan: " + why);
                    }
                }
                case Fate.Hold(String rule, String why) -> {
                    if (!change(connection, entries, message, each.getKey(), "held", rule, why).isEmpty()) {
                        tell(connection, "hold", node, message, each.getKey(), rule + ": " + why);
                    }
                }
                case Fate.Wait still -> { }
            }
        }
        forget(connection, message.id().value());
        return released;
    }

    private static List<UUID> change(Connection connection, List<UUID> entries, Due message, Mailbox copy, String state, String by, String text) throws SQLException {
        List<UUID> changed = new ArrayList<>();
        try (PreparedStatement change = connection.prepareStatement(CHANGE)) {
            change.setString(1, state);
            change.setString(2, by);
            change.setString(3, text);
            change.setArray(4, connection.createArrayOf("uuid", entries.toArray()));
            change.setString(5, copy.address());
            change.setString(6, message.copies().get(copy));
            try (ResultSet rows = change.executeQuery()) {
                while (rows.next()) {
                    changed.add((UUID) rows.getObject(1));
                }
            }
        }
        return changed;
    }

    private static void makeDue(Connection connection, List<UUID> entries) throws SQLException {
        try (PreparedStatement due = connection.prepareStatement("UPDATE queue_entry e SET due_at = greatest(now(), m.release_at)"
                + " FROM message m WHERE m.id = e.message_id AND e.id = ANY (?)")) {
            due.setArray(1, connection.createArrayOf("uuid", entries.toArray()));
            due.executeUpdate();
        }
    }

    private static void tell(Connection connection, String kind, String node, Due message, Mailbox copy, String reason) throws SQLException {
        try (PreparedStatement tell = connection.prepareStatement(TELL)) {
            tell.setString(1, kind);
            tell.setString(2, node);
            tell.setObject(3, message.id().value());
            tell.setString(4, message.sender().address());
            tell.setString(5, copy.address());
            tell.setString(6, reason);
            tell.executeUpdate();
        }
    }
}
