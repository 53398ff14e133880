package org.gatepost.ee.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import org.gatepost.channel.HopKeywords;
import org.gatepost.ee.rows.Statements;
import org.gatepost.ee.trace.TraceRows;
import org.gatepost.hop.AwayCopies;
import org.gatepost.mail.ChannelName;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.QueueId;
import org.gatepost.queue.Route;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.Match;
import org.gatepost.trace.TraceEvent;

/**
 * Copies that a filter has, in the queue's tables. One that comes back leaves its entry for a new one, whoever holds the old one: a filter may bring it back
 * before it has answered, and what its carrier then writes finds nobody. Safe for use by many threads.
 */
public final class AwayRows implements AwayCopies {

    private static final String IS_AWAY = "(state = 'waiting' OR state = 'held' AND state_by = '" + HopKeywords.AWAY + "')";
    private static final String ENTRY = """
            SELECT e.message_id, e.channel, e.next_hop, m.reverse_path, m.session_id, m.transaction_no, coalesce(e.header_edits, m.header_edits) AS edits
              FROM queue_entry e JOIN message m ON m.id = e.message_id WHERE e.id = ? AND e.return_requested_by IS NULL""";
    // What a person wants returned is not on its way any more.
    private static final String LOCK = "SELECT id FROM queue_entry WHERE id = ? AND return_requested_by IS NULL FOR UPDATE";
    private static final String RECIPIENTS = "SELECT recipient_no, address FROM recipient WHERE entry_id = ? AND " + IS_AWAY + " ORDER BY recipient_no";
    private static final String ONWARD = """
            INSERT INTO queue_entry (id, message_id, channel, next_hop, list_owner, header_edits, wishes, due_at)
            SELECT ?, ?, ?, ?, list_owner, ?, wishes, CASE WHEN ? THEN now() END FROM queue_entry WHERE id = ?""";
    // What a filter was given and did not bring back in time; when that was stands at the end of why it is held. What came back since it was found is told of
    // nobody: the state is looked at again in the update, behind the lock on the entry.
    private static final String OVERDUE = """
            WITH late AS MATERIALIZED (
                SELECT e.id, e.message_id, m.reverse_path, r.recipient_no, r.address FROM queue_entry e JOIN message m ON m.id = e.message_id JOIN recipient r ON r.entry_id = e.id
                 WHERE e.channel = ? AND e.incarnation IS NULL AND r.state = 'held' AND r.state_by = 'HopWait'
                   AND r.state_text COLLATE "C" < ? || to_char((now() - make_interval(secs => ?)) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
                 ORDER BY r.state_text COLLATE "C" LIMIT 1000 FOR UPDATE OF e SKIP LOCKED),
            held AS (
                UPDATE recipient SET state_by = ?, state_text = ? FROM late
                 WHERE entry_id = late.id AND recipient.recipient_no = late.recipient_no AND recipient.state = 'held' AND recipient.state_by = ?
                RETURNING late.message_id, late.reverse_path, late.address)
            INSERT INTO trace_event (at, kind, node, queue_id, sender, recipient, reason)
            SELECT now(), 'hold', ?, message_id, reverse_path, address, ? FROM held""";
    // As the index has it.
    private static final String BEHIND = "SELECT 1 FROM queue_entry WHERE channel = ? AND attempts >= ? AND starts_with(next_hop, '" + Route.THROUGH_FILTER
            + "') AND due_at IS NOT NULL AND return_requested_by IS NULL LIMIT 1";
    // Goes through the whole queue.
    private static final String FILTERS = "SELECT DISTINCT channel FROM queue_entry WHERE starts_with(next_hop, ?)";

    private final Transactions transactions;
    private final String node;

    public AwayRows(Transactions transactions, String node) {
        this.transactions = transactions;
        this.node = node;
    }

    @Override
    public Match<Away> of(UUID entry) {
        try {
            return transactions.inOne(connection -> away(connection, entry)).<Match<Away>>map(Match.Found::new).orElseGet(Match.NotFound::new);
        } catch (RuntimeException e) {
            return new Match.Unavailable<>("the queue cannot be read: " + e.getMessage());
        }
    }

    private static Optional<Away> away(Connection connection, UUID entry) throws SQLException {
        try (PreparedStatement select = Statements.of(connection, ENTRY, entry); ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            Route route = new Route(new ChannelName(row.getString("channel")), row.getString("next_hop"));
            return route.onward().isEmpty() ? Optional.empty()
                    : Optional.of(new Away(entry, new QueueId((UUID) row.getObject("message_id")), route, row.getString("reverse_path"), row.getString("session_id"),
                            row.getInt("transaction_no"), HeaderEdits.fromText(row.getString("edits")), recipients(connection, entry).stream().map(Row::address).toList()));
        }
    }

    private record Row(int number, Mailbox address) {
    }

    private static List<Row> recipients(Connection connection, UUID entry) throws SQLException {
        List<Row> found = new ArrayList<>();
        try (PreparedStatement select = Statements.of(connection, RECIPIENTS, entry); ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                found.add(new Row(rows.getInt(1), StoredForms.mailbox(rows.getString(2))));
            }
        }
        return found;
    }

    @Override
    public boolean returned(Away away, Set<Mailbox> recipients, Fate fate, List<TraceEvent> trace) {
        ReturnedContent.writeAhead(transactions, fate);
        return transactions.inOne(connection -> {
            if (Statements.run(connection, LOCK, away.entry()) == 0) {
                return false;
            }
            List<Row> back = recipients(connection, away.entry()).stream().filter(row -> recipients.contains(row.address())).toList();
            if (back.stream().map(Row::address).distinct().count() < recipients.size()) {
                return false;
            }
            switch (fate) {
                case Fate.Onward(Text text) -> move(connection, away, back, text, new StoredForms.StateColumns("waiting", "", ""));
                case Fate.Held(Text text, String by, String why) -> move(connection, away, back, text, new StoredForms.StateColumns("held", why, by));
                case Fate.Discarded() -> delete(connection, away, back);
            }
            endIfEmpty(connection, away);
            TraceRows.insert(connection, node, trace);
            return true;
        });
    }

    private static void move(Connection connection, Away away, List<Row> back, Text text, StoredForms.StateColumns state) throws SQLException {
        UUID target = QueueId.make(Instant.now(), ThreadLocalRandom.current()).value();
        Route onward = away.filter().onward().orElseThrow();
        QueueId message = switch (text) {
            case Text.Ours ours -> away.message();
            case Text.Returned returned -> ReturnedContent.write(connection, away.message(), returned);
        };
        String edits = text instanceof Text.Ours(HeaderEdits ours) ? ours.toText() : HeaderEdits.NONE.toText();
        Statements.run(connection, ONWARD, target, message.value(), onward.channel().value(), onward.nextHop(), edits, state.state().equals("waiting"), away.entry());
        for (Row row : back) {
            Statements.run(connection, "UPDATE recipient SET entry_id = ?, state = ?, state_text = ?, state_by = ? WHERE entry_id = ? AND recipient_no = ?", target, state.state(), state.text(),
                    state.by(), away.entry(), row.number());
        }
        Statements.run(connection, "UPDATE message SET open_entries = open_entries + 1 WHERE id = ?", message.value());
    }

    private static void delete(Connection connection, Away away, List<Row> back) throws SQLException {
        for (Row row : back) {
            Statements.run(connection, "DELETE FROM recipient WHERE entry_id = ? AND recipient_no = ?", away.entry(), row.number());
        }
    }

    /** An entry nobody is left in goes, and with a message's last one its content. */
    private static void endIfEmpty(Connection connection, Away away) throws SQLException {
        if (Statements.run(connection, "SELECT 1 FROM recipient WHERE entry_id = ? AND state IN ('waiting', 'held')", away.entry()) == 0) {
            Statements.run(connection, "DELETE FROM recipient WHERE entry_id = ?", away.entry());
            Statements.run(connection, "DELETE FROM queue_entry WHERE id = ?", away.entry());
            FinishedEntries.countDown(connection, Map.of(away.message().value(), 1));
        }
    }

    /** Holds by another rule what stayed away too long, up to a thousand copies; how many. From then on it is not awaited. */
    public int overdue(ChannelName filter, Duration wait) {
        String why = "channel " + filter + " did not bring it back within " + wait;
        return transactions.inOne(connection -> Statements.run(connection, OVERDUE, filter.value(), HopKeywords.HANDED_OVER, (double) wait.toSeconds(), HopKeywords.SILENT, why, HopKeywords.AWAY, node,
                HopKeywords.SILENT + ": " + why));
    }

    /** The filters that copies in the queue are with, or go to, whatever the policy says of them now. Not for asking often. */
    public Set<ChannelName> filters() {
        return transactions.inOne(connection -> {
            Set<ChannelName> found = new HashSet<>();
            try (PreparedStatement select = Statements.of(connection, FILTERS, Route.THROUGH_FILTER); ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new ChannelName(rows.getString(1)));
                }
            }
            return found;
        });
    }

    /** Whether copies wait for that filter that were tried so often. */
    public boolean isBehind(ChannelName filter, int attempts) {
        return transactions.inOne(connection -> Statements.run(connection, BEHIND, filter.value(), attempts)) > 0;
    }

    /** Whether copies are held because that filter did not bring them back. */
    public boolean hasLost(ChannelName filter) {
        return transactions.inOne(connection -> Statements.run(connection, "SELECT 1 FROM queue_entry e JOIN recipient r ON r.entry_id = e.id WHERE e.channel = ? AND r.state = 'held'"
                + " AND r.state_by = ? LIMIT 1", filter.value(), HopKeywords.SILENT)) > 0;
    }

    /** The key of {@code HopSecret}, the same for all nodes. */
    public byte[] key() {
        return transactions.inOne(connection -> {
            try (PreparedStatement select = Statements.of(connection, "SELECT key FROM hop_key"); ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("hop_key has no row");
                }
                return row.getBytes(1);
            }
        });
    }
}
