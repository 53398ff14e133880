package org.gatepost.ee.admin;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

import org.gatepost.ee.settings.Settings;
import org.gatepost.ee.store.FinishedEntries;
import org.gatepost.ee.store.RerouteRows;
import org.gatepost.mail.Quarantine;
import org.gatepost.mail.QueueId;
import org.gatepost.queue.Routing.Destination;

/**
 * One action on a few hundred entries in one transaction: the rows of the queue, the trace and the audit together. An entry a node works on is
 * left alone; the rows taken are locked until the commit, so that no node claims one meanwhile.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
@ForRoles({Roles.POSTMASTER, Roles.HELPDESK})
public class QueueBatch {

    private static final int WHY_MAX = 200;
    private static final RandomGenerator IDS = new SecureRandom();

    @Resource(lookup = "java:app/jdbc/gatepost")
    private DataSource database;

    @Inject
    private Settings settings;

    @Inject
    private Caller caller;

    private record Taken(UUID entry, QueueId message, String sender) {
    }

    private record Copy(UUID entry, String address) {
    }

    /**
     * What came of a batch.
     *
     * @param busy the entries left alone because a node works on them
     */
    public record Applied(ActionResult result, List<UUID> busy) {
    }

    /**
     * Does it to these entries.
     *
     * @param login who asked
     * @param why may be empty
     * @param ways which way the addresses lead now, for what is released; for what is redirected the new way of each
     */
    public Applied apply(QueueAction action, List<UUID> ids, String login, String why, Map<String, List<Destination>> ways) {
        String reason = why.strip().length() > WHY_MAX ? why.strip().substring(0, WHY_MAX) : why.strip();
        return Sql.on(database, connection -> new Step(connection, settings.node(), login, reason, ways, caller.isIn(Roles.POSTMASTER)).apply(action, ids));
    }

    /** The work on one connection. */
    private record Step(Connection connection, String node, String login, String why, Map<String, List<Destination>> ways, boolean forPostmaster) {

        Applied apply(QueueAction action, List<UUID> ids) throws SQLException {
            List<UUID> present = Sql.of("SELECT id FROM queue_entry WHERE id = ANY (?)", ids).list(connection, row -> Sql.uuid(row, "id"));
            Map<UUID, Taken> taken = new LinkedHashMap<>();
            Sql.of("SELECT e.id, e.message_id, m.reverse_path FROM queue_entry e JOIN message m ON m.id = e.message_id"
                    + " WHERE e.id = ANY (?) AND e.incarnation IS NULL ORDER BY e.message_id, e.id FOR UPDATE OF e SKIP LOCKED", ids)
                    .list(connection, row -> new Taken(Sql.uuid(row, "id"), new QueueId(Sql.uuid(row, "message_id")), row.getString("reverse_path")))
                    .forEach(entry -> taken.put(entry.entry(), entry));
            Map<UUID, Integer> changed = switch (action) {
                case HOLD -> hold(taken);
                case RELEASE -> {
                    QuarantineWays quarantined = QuarantineWays.of(connection, taken.keySet());
                    yield rerouted(taken, release(taken, "released by " + login), quarantined);
                }
                case REDIRECT -> redirect(taken);
                case RETRY -> retry(taken);
                case RETURN -> giveBack(taken);
                case DELETE -> delete(taken);
            };
            for (Map.Entry<UUID, Integer> entry : changed.entrySet()) {
                AuditLog.note(connection, login, action.word(), taken.get(entry.getKey()).message(), said(entry.getValue()));
            }
            List<UUID> busy = present.stream().filter(id -> !taken.containsKey(id)).toList();
            return new Applied(new ActionResult(changed.size(), busy.size(), ids.size() - busy.size() - changed.size(), true), busy);
        }

        private String said(int recipients) {
            String count = recipients == 1 ? "1 recipient" : recipients + " recipients";
            return why.isEmpty() ? count : count + ": " + why;
        }

        private Map<UUID, Integer> hold(Map<UUID, Taken> taken) throws SQLException {
            String text = why.isEmpty() ? "held by hand" : why;
            List<Copy> copies = copies(Sql.of("UPDATE recipient SET state = 'held', state_by = ?, state_text = ? WHERE entry_id = ANY (?)"
                    + " AND state = 'waiting' RETURNING entry_id, address", login, text, taken.keySet()));
            Map<UUID, Integer> changed = counted(copies);
            Sql.of("UPDATE queue_entry SET due_at = NULL, return_requested_by = NULL WHERE id = ANY (?)", changed.keySet()).update(connection);
            trace("hold", taken, copies, "held by " + login);
            return changed;
        }

        private Map<UUID, Integer> release(Map<UUID, Taken> taken, String reason) throws SQLException {
            // Here, where nobody changes it meanwhile: an engine may have found something since the entries were chosen.
            List<Copy> copies = copies(Sql.of("UPDATE recipient SET state = 'waiting', state_by = '', state_text = '' WHERE entry_id = ANY (?)"
                    + " AND state = 'held' AND (? OR state_by <> ?) RETURNING entry_id, address", taken.keySet(), forPostmaster, Quarantine.INFECTED.rule()));
            Map<UUID, Integer> changed = counted(copies);
            Sql.of("UPDATE queue_entry SET due_at = now() WHERE id = ANY (?)", changed.keySet()).update(connection);
            trace("release", taken, copies, reason);
            return changed;
        }

        private Map<UUID, Integer> rerouted(Map<UUID, Taken> taken, Map<UUID, Integer> changed, QuarantineWays quarantined) throws SQLException {
            for (UUID entry : changed.keySet()) {
                new RerouteRows(connection, entry, taken.get(entry).message().value(), () -> QueueId.make(Instant.now(), IDS).value()).move(quarantined.of(entry, ways));
            }
            return changed;
        }

        /** All open recipients become one; the others' copies are what it replaces. */
        private Map<UUID, Integer> redirect(Map<UUID, Taken> taken) throws SQLException {
            String to = ways.values().stream().flatMap(List::stream).map(each -> each.address().address()).distinct().collect(Collectors.joining(", "));
            release(taken, "to be redirected, by " + login);
            List<Copy> copies = copies(Sql.of("SELECT entry_id, address FROM recipient WHERE entry_id = ANY (?) AND state = 'waiting' ORDER BY entry_id, recipient_no",
                    taken.keySet()));
            Map<UUID, Integer> changed = counted(copies);
            trace("discard", taken, copies, "redirected to " + to + " by " + login);
            Sql.of("DELETE FROM recipient r WHERE entry_id = ANY (?) AND state = 'waiting' AND EXISTS (SELECT 1 FROM recipient o WHERE o.entry_id = r.entry_id"
                    + " AND o.state = 'waiting' AND o.recipient_no < r.recipient_no)", changed.keySet()).update(connection);
            Sql.of("UPDATE queue_entry SET due_at = now(), return_requested_by = NULL WHERE id = ANY (?)", changed.keySet()).update(connection);
            List<Destination> way = ways.values().iterator().next();
            for (UUID entry : changed.keySet()) {
                String first = copies.stream().filter(copy -> copy.entry().equals(entry)).findFirst().orElseThrow().address();
                new RerouteRows(connection, entry, taken.get(entry).message().value(), () -> QueueId.make(Instant.now(), IDS).value()).move(Map.of(first, way));
            }
            return changed;
        }

        private Map<UUID, Integer> retry(Map<UUID, Taken> taken) throws SQLException {
            Map<UUID, Integer> changed = counted(copies(Sql.of("SELECT entry_id, address FROM recipient WHERE entry_id = ANY (?) AND state = 'waiting'",
                    taken.keySet())));
            Sql.of("UPDATE queue_entry SET due_at = now() WHERE id = ANY (?)", changed.keySet()).update(connection);
            return changed;
        }

        private Map<UUID, Integer> giveBack(Map<UUID, Taken> taken) throws SQLException {
            release(taken, "to be returned to the sender, by " + login);
            Map<UUID, Integer> changed = retry(taken);
            Sql.of("UPDATE queue_entry SET return_requested_by = ? WHERE id = ANY (?)", login, changed.keySet()).update(connection);
            return changed;
        }

        private Map<UUID, Integer> delete(Map<UUID, Taken> taken) throws SQLException {
            List<Copy> copies = copies(Sql.of("SELECT entry_id, address FROM recipient WHERE entry_id = ANY (?) AND state IN ('waiting', 'held')"
                    + " ORDER BY entry_id, recipient_no", taken.keySet()));
            trace("discard", taken, copies, "deleted by " + login);
            Sql.of("DELETE FROM recipient WHERE entry_id = ANY (?)", taken.keySet()).update(connection);
            Sql.of("DELETE FROM queue_entry WHERE id = ANY (?)", taken.keySet()).update(connection);
            Map<UUID, Integer> entries = new LinkedHashMap<>();
            taken.values().forEach(entry -> entries.merge(entry.message().value(), 1, Integer::sum));
            FinishedEntries.countDown(connection, entries);
            Map<UUID, Integer> changed = new HashMap<>(counted(copies));
            taken.keySet().forEach(id -> changed.putIfAbsent(id, 0));
            return changed;
        }

        private List<Copy> copies(Sql sql) throws SQLException {
            return sql.list(connection, row -> new Copy(Sql.uuid(row, "entry_id"), row.getString("address")));
        }

        private static Map<UUID, Integer> counted(List<Copy> copies) {
            Map<UUID, Integer> counts = new LinkedHashMap<>();
            copies.forEach(copy -> counts.merge(copy.entry(), 1, Integer::sum));
            return counts;
        }

        private void trace(String kind, Map<UUID, Taken> taken, List<Copy> copies, String what) throws SQLException {
            String reason = why.isEmpty() ? what : what + ": " + why;
            Instant now = Instant.now();
            for (Copy copy : copies) {
                Taken entry = taken.get(copy.entry());
                Sql.of("INSERT INTO trace_event (at, kind, node, queue_id, sender, recipient, reason) VALUES (?, ?, ?, ?, ?, ?, ?)", now, kind, node,
                        entry.message().value(), entry.sender(), copy.address(), reason).update(connection);
            }
        }
    }
}
