package org.gatepost.ee.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

import org.gatepost.ee.trace.TraceRows;
import org.gatepost.mail.QueueId;
import org.gatepost.queue.RecipientState;
import org.gatepost.queue.Settlement;

/**
 * What came of attempts, written together: states, retry times, reports and trace, and what is finished goes.
 *
 * <p>Rows are locked in one order by everybody: entries by id, then messages by id.
 */
public final class SettlementRows {

    // The number of attempts tells one lease of ours from a later one of ours: a settlement repeated after a lost answer changes nothing.
    // Found by id, see FinishedEntries.
    private static final String HELD_BY_US = """
            SELECT id, attempts FROM queue_entry WHERE id = ANY (?) AND incarnation IS NOT DISTINCT FROM ? ORDER BY id FOR UPDATE""";
    private static final String LEFT = "SELECT entry_id, recipient_no FROM recipient WHERE entry_id = ANY (?)";
    // What an administrator held meanwhile stays held where the attempt did not settle it, so Waiting is never written.
    private static final String STATE = "UPDATE recipient SET state = ?, state_text = ?, state_by = ? WHERE entry_id = ? AND recipient_no = ?";
    private static final String ENTRY = """
            UPDATE queue_entry SET incarnation = NULL, attempts = ?, notices_sent = ?, last_reply = COALESCE(NULLIF(?, ''), last_reply),
                due_at = CASE WHEN EXISTS (SELECT 1 FROM recipient WHERE entry_id = queue_entry.id AND state = 'waiting')
                              THEN now() + ? * interval '1 millisecond' END
             WHERE id = ?""";

    private final String node;
    private final MessageRows messages;

    public SettlementRows(String node) {
        this.node = node;
        this.messages = new MessageRows(node);
    }

    /** Writes the group in the transaction of the connection; returns the settlements whose entries that incarnation does not hold any longer. */
    public List<Settlement> settle(Connection connection, long incarnation, List<Settlement> given) throws SQLException {
        List<Settlement> group = withoutReturned(connection, incarnation, given);
        // Nobody but its holder changes a leased entry, so what was claimed tells whether this is its end: most are, and go in one statement.
        Map<Boolean, List<Settlement>> byEnd = group.stream().collect(Collectors.partitioningBy(Settlement::finishesEntry));
        List<Settlement> ending = byEnd.get(true);
        List<Settlement> goingOn = byEnd.get(false);
        List<Settlement> lost = new ArrayList<>();
        List<Settlement> kept = new ArrayList<>(keep(ending, FinishedEntries.delete(connection, incarnation, attempts(ending)), lost));
        List<Settlement> waiting = keep(goingOn, heldByUs(connection, incarnation, goingOn), lost);
        writeStates(connection, waiting);
        writeEntries(connection, waiting);
        move(connection, waiting);
        kept.addAll(waiting);
        messages.insertOriginated(connection, kept.stream().flatMap(s -> s.reports().stream()).toList());
        TraceRows.insert(connection, node, kept.stream().flatMap(s -> s.trace().stream()).toList());
        return lost;
    }

    /**
     * Copies a filter brought back before it answered have left their entry, and go on: nothing is said of them here. The entries are locked, so that none comes
     * back from here to the commit.
     */
    private static List<Settlement> withoutReturned(Connection connection, long incarnation, List<Settlement> group) throws SQLException {
        List<Settlement> through = group.stream().filter(settlement -> settlement.entry().entry().route().onward().isPresent()).toList();
        Map<UUID, Integer> ours = heldByUs(connection, incarnation, through);
        if (ours.isEmpty()) {
            return group;
        }
        Map<UUID, Set<Integer>> left = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(LEFT)) {
            select.setArray(1, QueueRows.ids(connection, List.copyOf(ours.keySet())));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    left.computeIfAbsent((UUID) rows.getObject(1), none -> new HashSet<>()).add(rows.getInt(2));
                }
            }
        }
        return group.stream().map(settlement -> ours.containsKey(id(settlement)) ? settlement.onlyFor(left.getOrDefault(id(settlement), Set.of())) : settlement).toList();
    }

    private static Map<UUID, Integer> attempts(List<Settlement> settlements) {
        return settlements.stream().collect(Collectors.toMap(SettlementRows::id, s -> s.entry().entry().attempts(), (one, other) -> one));
    }

    private static List<Settlement> keep(List<Settlement> settlements, Map<UUID, Integer> ours, List<Settlement> lost) {
        List<Settlement> kept = new ArrayList<>();
        for (Settlement settlement : settlements) {
            // Taken out, so that a second settlement of one entry in one group is lost too.
            Integer attempts = ours.remove(id(settlement));
            boolean same = attempts != null && attempts == settlement.entry().entry().attempts();
            (same ? kept : lost).add(settlement);
        }
        return kept;
    }

    private static Map<UUID, Integer> heldByUs(Connection connection, long incarnation, List<Settlement> group) throws SQLException {
        Map<UUID, Integer> held = new HashMap<>();
        if (group.isEmpty()) {
            return held;
        }
        try (PreparedStatement select = connection.prepareStatement(HELD_BY_US)) {
            select.setArray(1, QueueRows.ids(connection, group.stream().map(SettlementRows::id).toList()));
            select.setLong(2, incarnation);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    held.put((UUID) rows.getObject(1), rows.getInt(2));
                }
            }
        }
        return held;
    }

    private static void writeStates(Connection connection, List<Settlement> kept) throws SQLException {
        if (kept.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(STATE)) {
            for (Settlement settlement : kept) {
                for (Map.Entry<Integer, RecipientState> change : settlement.states().entrySet()) {
                    if (change.getValue() instanceof RecipientState.Waiting) {
                        continue;
                    }
                    StoredForms.StateColumns state = StoredForms.StateColumns.of(change.getValue());
                    update.setString(1, state.state());
                    update.setString(2, state.text());
                    update.setString(3, state.by());
                    update.setObject(4, id(settlement));
                    update.setInt(5, change.getKey());
                    update.addBatch();
                }
            }
            update.executeBatch();
        }
    }

    private static void writeEntries(Connection connection, List<Settlement> kept) throws SQLException {
        if (kept.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(ENTRY)) {
            for (Settlement settlement : kept) {
                update.setInt(1, settlement.attempts());
                update.setInt(2, settlement.noticesSent());
                update.setString(3, settlement.lastReply());
                update.setLong(4, settlement.retryAfter().map(Duration::toMillis).orElse(0L));
                update.setObject(5, id(settlement));
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private static void move(Connection connection, List<Settlement> kept) throws SQLException {
        for (Settlement settlement : kept) {
            if (!settlement.moves().isEmpty()) {
                new RerouteRows(connection, id(settlement), settlement.entry().message().id().value(), () -> QueueId.make(Instant.now(), ThreadLocalRandom.current()).value())
                        .move(settlement.moves());
            }
        }
    }

    private static UUID id(Settlement settlement) {
        return settlement.entry().entry().id();
    }
}
