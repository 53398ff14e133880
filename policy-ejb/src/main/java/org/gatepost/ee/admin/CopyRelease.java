package org.gatepost.ee.admin;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

import javax.sql.DataSource;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

import org.gatepost.ee.admin.OwnQuarantine.Standing;
import org.gatepost.ee.settings.Settings;
import org.gatepost.ee.store.RerouteRows;
import org.gatepost.mail.Quarantine;
import org.gatepost.mail.QueueId;
import org.gatepost.quarantine.HeldCopy;
import org.gatepost.queue.Routing.Destination;

/** The release of one recipient's copy from quarantine in one transaction, with its audit and trace rows. Who may is its caller's affair. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class CopyRelease {

    private static final RandomGenerator IDS = new SecureRandom();
    private static final String LOCKED = "SELECT e.message_id, m.reverse_path, (SELECT count(*) FROM recipient r WHERE r.entry_id = e.id) AS recipients"
            + " FROM queue_entry e JOIN message m ON m.id = e.message_id WHERE e.id = ? AND e.incarnation IS NULL FOR UPDATE OF e SKIP LOCKED";
    private static final String RELEASE = "UPDATE recipient SET state = 'waiting', state_by = '', state_text = '' WHERE entry_id = ? AND recipient_no = ? AND address = ?"
            + " AND state = 'held' AND state_by = ?";
    private static final String OWN_ENTRY = "INSERT INTO queue_entry (id, message_id, channel, next_hop, list_owner, header_edits, wishes, due_at)"
            + " SELECT ?, message_id, channel, next_hop, list_owner, header_edits, wishes, now() FROM queue_entry WHERE id = ?";

    @Resource(lookup = "java:app/jdbc/gatepost")
    private DataSource database;

    @Inject
    private Settings settings;

    private record Entry(QueueId message, String sender, long recipients) {
    }

    /** Releases it; {@link Standing#BUSY} where a node works on its entry. @param ways which way its address leads now */
    public Standing of(HeldCopy copy, String login, Map<String, List<Destination>> ways) {
        return Sql.on(database, connection -> of(connection, copy, login, ways));
    }

    private Standing of(Connection connection, HeldCopy copy, String login, Map<String, List<Destination>> ways) throws SQLException {
        Optional<Entry> found = Sql.of(LOCKED, copy.entry()).first(connection,
                row -> new Entry(new QueueId(Sql.uuid(row, "message_id")), row.getString("reverse_path"), row.getLong("recipients")));
        if (found.isEmpty()) {
            return Sql.of("SELECT id FROM queue_entry WHERE id = ?", copy.entry()).first(connection, row -> Sql.uuid(row, "id")).isPresent() ? Standing.BUSY : Standing.GONE;
        }
        QuarantineWays quarantined = QuarantineWays.of(connection, List.of(copy.entry()));
        if (Sql.of(RELEASE, copy.entry(), copy.recipientNo(), copy.address(), Quarantine.SPAM.rule()).update(connection) == 0) {
            return Standing.GONE;
        }
        Entry entry = found.get();
        UUID own = entry.recipients() == 1 ? copy.entry() : ownEntry(connection, copy, entry.message());
        Sql.of("UPDATE queue_entry SET due_at = now() WHERE id = ?", own).update(connection);
        new RerouteRows(connection, own, entry.message().value(), CopyRelease::id).move(quarantined.of(copy.entry(), ways));
        Sql.of("INSERT INTO trace_event (at, kind, node, queue_id, sender, recipient, reason) VALUES (?, 'release', ?, ?, ?, ?, ?)", Instant.now(), settings.node(),
                entry.message().value(), entry.sender(), copy.address(), "released by " + login).update(connection);
        AuditLog.note(connection, login, QueueAction.RELEASE.word(), entry.message(), "1 recipient");
        return Standing.RELEASED;
    }

    /** Away from the others, who stay: entries whose copies are all held by one rule are what ages. */
    private static UUID ownEntry(Connection connection, HeldCopy copy, QueueId message) throws SQLException {
        UUID own = id();
        Sql.of(OWN_ENTRY, own, copy.entry()).update(connection);
        Sql.of("UPDATE recipient SET entry_id = ? WHERE entry_id = ? AND recipient_no = ?", own, copy.entry(), copy.recipientNo()).update(connection);
        Sql.of("UPDATE message SET open_entries = open_entries + 1 WHERE id = ?", message.value()).update(connection);
        return own;
    }

    private static UUID id() {
        return QueueId.make(Instant.now(), IDS).value();
    }
}
