package org.gatepost.ee.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.gatepost.mail.Recipient;
import org.gatepost.queue.QueuedRecipient;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.RcptParameters;

/** How entries of the queue are given back and freed, and their recipients read. Claiming is {@link RouteRows}, what comes of attempts {@link SettlementRows}. */
public final class QueueRows {

    private static final String RECIPIENTS = """
            SELECT entry_id, recipient_no, address, presented, notify, orcpt, state, state_text, state_by
              FROM recipient WHERE entry_id = ANY (?) ORDER BY entry_id, recipient_no""";
    // Found by id, see FinishedEntries.
    private static final String RELEASE = """
            UPDATE queue_entry SET incarnation = NULL
             WHERE id IN (SELECT id FROM queue_entry WHERE id = ANY (?) AND incarnation IS NOT DISTINCT FROM ? ORDER BY id FOR UPDATE)""";
    private static final String FREE_EXPIRED = """
            UPDATE queue_entry SET incarnation = NULL
             WHERE id IN (SELECT e.id FROM queue_entry e JOIN incarnation i ON i.id = e.incarnation
                           WHERE i.lease_until <= now() FOR UPDATE OF e SKIP LOCKED)""";

    private QueueRows() {
    }

    static Set<UUID> held(Connection connection, long incarnation) throws SQLException {
        Set<UUID> held = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT id FROM queue_entry WHERE incarnation = ?")) {
            select.setLong(1, incarnation);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    held.add((UUID) rows.getObject(1));
                }
            }
        }
        return held;
    }

    /** Gives entries back, as far as that incarnation still holds them. */
    public static void release(Connection connection, long incarnation, Collection<UUID> entries) throws SQLException {
        try (PreparedStatement release = connection.prepareStatement(RELEASE)) {
            release.setArray(1, ids(connection, entries));
            release.setLong(2, incarnation);
            release.executeUpdate();
        }
    }

    /** Frees the entries of every incarnation whose lease has run out; how many. Entries somebody is just writing to are left for the next time. */
    public static int freeExpired(Connection connection) throws SQLException {
        try (PreparedStatement free = connection.prepareStatement(FREE_EXPIRED)) {
            return free.executeUpdate();
        }
    }

    static Map<UUID, List<QueuedRecipient>> recipients(Connection connection, Collection<UUID> entries) throws SQLException {
        Map<UUID, List<QueuedRecipient>> found = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(RECIPIENTS)) {
            select.setArray(1, ids(connection, entries));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.computeIfAbsent((UUID) rows.getObject("entry_id"), id -> new ArrayList<>()).add(recipient(rows));
                }
            }
        }
        return found;
    }

    private static QueuedRecipient recipient(ResultSet row) throws SQLException {
        RcptParameters parameters = new RcptParameters(StoredForms.notifyOn(row.getString("notify")),
                Optional.ofNullable(row.getString("orcpt")).map(StoredForms::orcpt));
        Recipient recipient = new Recipient(StoredForms.mailbox(row.getString("address")),
                new ForwardPath(StoredForms.mailbox(row.getString("presented"))), parameters);
        return new QueuedRecipient(row.getInt("recipient_no"), recipient,
                new StoredForms.StateColumns(row.getString("state"), row.getString("state_text"), row.getString("state_by")).read());
    }

    static Array ids(Connection connection, Collection<UUID> ids) throws SQLException {
        return connection.createArrayOf("uuid", ids.toArray());
    }
}
