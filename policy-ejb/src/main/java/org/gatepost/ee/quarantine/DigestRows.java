package org.gatepost.ee.quarantine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.gatepost.ee.rows.Statements;
import org.gatepost.mail.Quarantine;
import org.gatepost.quarantine.Digest;
import org.gatepost.quarantine.HeldCopy;

/** The tables {@code digest_run}, {@code digest} and {@code digest_key}, and which copies were told of. */
public final class DigestRows {

    /** Octets of a message that are read for its subject and sender. */
    static final int HEADER_OCTETS_MAX = 64 << 10;
    private static final int DAYS_KEPT = 30;
    // As the index recipient_untold has it.
    private static final String UNTOLD = " r.state = 'held' AND r.state_by = '" + Quarantine.SPAM.rule() + "' AND r.told_at IS NULL";
    private static final String WITH_MESSAGE = " FROM recipient r JOIN queue_entry e ON e.id = r.entry_id JOIN message m ON m.id = e.message_id WHERE" + UNTOLD;

    private static final String BEGIN = """
            INSERT INTO digest_run AS r (day, node, lease_until) VALUES (?, ?, now() + make_interval(secs => ?))
            ON CONFLICT (day) DO UPDATE SET node = EXCLUDED.node, lease_until = EXCLUDED.lease_until WHERE r.finished_at IS NULL AND r.lease_until < now()
            RETURNING 1""";
    private static final String RENEW = "UPDATE digest_run SET lease_until = now() + make_interval(secs => ?) WHERE day = ? AND node = ? AND finished_at IS NULL RETURNING 1";
    private static final String FINISH = "UPDATE digest_run SET finished_at = now() WHERE day = ? AND node = ? RETURNING 1";
    private static final String ADDRESSES = "SELECT DISTINCT r.address" + WITH_MESSAGE + " AND r.address > ? AND m.arrived_at < ? ORDER BY r.address LIMIT ?";
    private static final String MARK_USER = """
            INSERT INTO digest AS d (address, day, node) VALUES (?, ?, ?)
            ON CONFLICT (address) DO UPDATE SET day = EXCLUDED.day, node = EXCLUDED.node WHERE d.day < EXCLUDED.day RETURNING 1""";
    private static final String COUNT = "SELECT count(*)" + WITH_MESSAGE + " AND r.address = ANY (?) AND m.arrived_at < ?";
    private static final String COPIES = "SELECT r.entry_id, r.recipient_no, r.address, r.state_text, m.arrived_at, m.reverse_path,"
            + " (SELECT substring(c.octets FROM 1 FOR " + HEADER_OCTETS_MAX + ") FROM content_chunk c WHERE c.message_id = m.id AND c.chunk_no = 0) AS head" + WITH_MESSAGE
            + " AND r.address = ANY (?) AND m.arrived_at < ? ORDER BY m.arrived_at, r.entry_id, r.recipient_no LIMIT ? FOR UPDATE OF r SKIP LOCKED";
    private static final String MARK_COPY = "UPDATE recipient SET told_at = now() WHERE entry_id = ? AND recipient_no = ?";

    private DigestRows() {
    }

    /** A copy that is to be told of. @param head the beginning of its message, as received */
    record Untold(HeldCopy copy, Instant arrived, String reversePath, String why, byte[] head) {
    }

    /** The key of {@code ReleaseTokens}, the same for all nodes. */
    public static byte[] key(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT key FROM digest_key"); ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("digest_key has no row");
            }
            return row.getBytes(1);
        }
    }

    /** Whether that day is this node's to do now. */
    static boolean begin(Connection connection, LocalDate day, String node, Duration lease) throws SQLException {
        return isAny(connection, BEGIN, day, node, (double) lease.toSeconds());
    }

    /** Whether it still is. */
    static boolean renew(Connection connection, LocalDate day, String node, Duration lease) throws SQLException {
        return isAny(connection, RENEW, (double) lease.toSeconds(), day, node);
    }

    static boolean finish(Connection connection, LocalDate day, String node) throws SQLException {
        return isAny(connection, FINISH, day, node);
    }

    /** Addresses with copies nobody was told of, in order, behind that one. */
    static List<String> addresses(Connection connection, String after, Instant before, int max) throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement select = Statements.of(connection, ADDRESSES, after, before, max); ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    /** Whether a user gets one that day: nobody gets another. */
    static boolean markUser(Connection connection, String address, LocalDate day, String node) throws SQLException {
        return isAny(connection, MARK_USER, address, day, node);
    }

    /** How many copies for these addresses nobody was told of. */
    static long count(Connection connection, List<String> addresses, Instant before) throws SQLException {
        try (PreparedStatement select = Statements.of(connection, COUNT, connection.createArrayOf("text", addresses.toArray()), before); ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The oldest of them, and that they are told of now. */
    static List<Untold> take(Connection connection, List<String> addresses, Instant before) throws SQLException {
        List<Untold> copies = new ArrayList<>();
        try (PreparedStatement select = Statements.of(connection, COPIES, connection.createArrayOf("text", addresses.toArray()), before, Digest.COPIES_MAX);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                byte[] head = row.getBytes("head");
                copies.add(new Untold(new HeldCopy(row.getObject("entry_id", UUID.class), row.getInt("recipient_no"), row.getString("address")),
                        row.getObject("arrived_at", OffsetDateTime.class).toInstant(), row.getString("reverse_path"), row.getString("state_text"), head == null ? new byte[0] : head));
            }
        }
        try (PreparedStatement mark = connection.prepareStatement(MARK_COPY)) {
            for (Untold each : copies) {
                mark.setObject(1, each.copy().entry());
                mark.setInt(2, each.copy().recipientNo());
                mark.addBatch();
            }
            mark.executeBatch();
        }
        return copies;
    }

    /** Forgets what is over. */
    static int sweep(Connection connection) throws SQLException {
        int forgotten = 0;
        for (String table : List.of("digest_run", "digest")) {
            try (PreparedStatement delete = Statements.of(connection, "DELETE FROM " + table + " WHERE day < current_date - ?", DAYS_KEPT)) {
                forgotten += delete.executeUpdate();
            }
        }
        return forgotten;
    }

    private static boolean isAny(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = Statements.of(connection, sql, parameters); ResultSet row = statement.executeQuery()) {
            return row.next();
        }
    }
}
