package org.gatepost.ee.store;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

import org.gatepost.ee.rows.Statements;
import org.gatepost.mail.QueueId;
import org.gatepost.partial.ArrivedPart;
import org.gatepost.partial.KnownPart;
import org.gatepost.partial.PartLimits;
import org.gatepost.partial.PartSet;
import org.gatepost.partial.PartialSets;
import org.gatepost.partial.PartsChange;
import org.gatepost.partial.Standing;
import org.gatepost.queue.ContentStore;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.stage.Match;

/**
 * Parts of messages that wait for others, in the database. Whoever changes a set has a lock all nodes share, and looks at it again behind that: parts are rare, and so no two
 * nodes complete one set, or go beyond a limit together. Locks are taken in this order: that one, the set, entries, messages. Safe for use by many threads.
 */
public final class PartRows implements PartialSets {

    /** The number of the advisory lock. */
    private static final long LOCK_OF_ALL = 0x7061727469616CL;
    /** A set that was not as it was judged by: the message is not stored. */
    private static final String CHANGED = "GP001";

    private static final String SET = "SELECT parts, finished_at IS NOT NULL AS finished, whole, reply FROM partial_set WHERE key = ?";
    // Only what waits whole for its siblings, and with nobody working on it, may go into the whole.
    private static final String PARTS = """
            SELECT part_no, message_id, body_at, octets, digest FROM partial_part p
             WHERE set_key = ? AND EXISTS (SELECT 1 FROM queue_entry e WHERE e.message_id = p.message_id)
               AND NOT EXISTS (SELECT 1 FROM queue_entry e WHERE e.message_id = p.message_id AND (e.incarnation IS NOT NULL OR EXISTS
                   (SELECT 1 FROM recipient r WHERE r.entry_id = e.id AND NOT (r.state = 'held' AND r.state_by = 'Defragmentation'))))""";
    private static final String WAITING = "SELECT count(*) AS sets, count(*) FILTER (WHERE sender = ?) AS of_sender, (SELECT coalesce(sum(octets), 0) FROM partial_part)::bigint AS octets"
            + " FROM partial_set WHERE finished_at IS NULL";
    private static final String LOCK_ENTRIES = "SELECT e.id FROM queue_entry e JOIN partial_part p ON p.message_id = e.message_id WHERE p.set_key = ? ORDER BY e.id FOR UPDATE OF e";
    private static final String JOIN = """
            INSERT INTO partial_part (set_key, part_no, message_id, body_at, octets, digest) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (set_key, part_no) DO UPDATE SET message_id = excluded.message_id, body_at = excluded.body_at, octets = excluded.octets, digest = excluded.digest""";
    private static final String TELL = """
            INSERT INTO trace_event (at, kind, node, queue_id, sender, recipient, reason)
            SELECT now(), 'discard', ?, m.id, m.reverse_path, r.address, ? FROM message m JOIN queue_entry e ON e.message_id = m.id JOIN recipient r ON r.entry_id = e.id WHERE m.id = ANY (?)""";
    private static final String REMOVE = """
            WITH gone AS (DELETE FROM queue_entry WHERE message_id = ANY (?) RETURNING id, message_id),
                 copies AS (DELETE FROM recipient USING gone WHERE entry_id = gone.id)
            SELECT message_id, count(*)::int FROM gone GROUP BY message_id""";

    private final Transactions transactions;
    private final ContentStore contents;
    private final PartLimits limits;
    private final String node;

    /** @param node whose name stands in the trace */
    public PartRows(Transactions transactions, ContentStore contents, PartLimits limits, String node) {
        this.transactions = transactions;
        this.contents = contents;
        this.limits = limits;
        this.node = node;
    }

    @Override
    public Match<Standing> standing(ArrivedPart part) {
        try {
            return new Match.Found<>(transactions.inOne(connection -> standing(connection, part, limits)));
        } catch (RuntimeException e) {
            return new Match.Unavailable<>("the sets of parts cannot be read: " + e.getMessage());
        }
    }

    @Override
    public InputStream open(KnownPart part) throws IOException {
        return contents.open(part.message());
    }

    @Override
    public boolean refused(ArrivedPart part, Standing.Completes of, Reply reply) {
        return transactions.inOne(connection -> {
            lock(connection, part);
            if (!standing(connection, part, limits).equals(of)) {
                return false;
            }
            // Of one part alone nothing was known before.
            begin(connection, part);
            remove(connection, node, part, of.others().values(), "the whole was refused: " + reply);
            Statements.run(connection, "UPDATE partial_set SET finished_at = now(), reply = ? WHERE key = ?", reply.toString(), part.set());
            return true;
        });
    }

    /**
     * Writes what a message that is stored in the transaction of the connection changes in its set of parts.
     *
     * @param id the message's
     * @throws SQLException also where the set is not as it was judged by: all of the transaction is to be given up then
     */
    static void change(Connection connection, String node, PartLimits limits, QueueId id, PartsChange change) throws SQLException {
        ArrivedPart part = change.part();
        lock(connection, part);
        Standing now = standing(connection, part, limits);
        switch (change) {
            case PartsChange.Joins joins when now instanceof Standing.Waits -> {
                begin(connection, part);
                join(connection, part, id);
            }
            case PartsChange.Makes makes when now.equals(makes.of()) -> {
                begin(connection, part);
                remove(connection, node, part, makes.of().others().values(), "put together with its other parts, and went on as " + id);
                Statements.run(connection, "UPDATE partial_set SET finished_at = now(), whole = ? WHERE key = ?", id.value(), part.set());
            }
            case PartsChange.Joins other -> throw changed();
            case PartsChange.Makes other -> throw changed();
        }
    }

    private static SQLException changed() {
        return new SQLException("the parts that are here are not those it was judged by", CHANGED);
    }

    /** From here on nobody changes a set, and nobody works on a part of this one, until the transaction ends. */
    private static void lock(Connection connection, ArrivedPart part) throws SQLException {
        lockAll(connection);
        Statements.run(connection, "SELECT 1 FROM partial_set WHERE key = ? FOR UPDATE", part.set());
        Statements.run(connection, LOCK_ENTRIES, part.set());
    }

    static void lockAll(Connection connection) throws SQLException {
        Statements.run(connection, "SELECT pg_advisory_xact_lock(?)", LOCK_OF_ALL);
    }

    private static Standing standing(Connection connection, ArrivedPart part, PartLimits limits) throws SQLException {
        try (PreparedStatement select = Statements.of(connection, SET, part.set()); ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                return PartSet.unknown(waiting(connection, part)).standing(part, limits);
            }
            int parts = row.getInt("parts");
            return new PartSet(true, row.wasNull() ? OptionalInt.empty() : OptionalInt.of(parts), parts(connection, part.set()), end(row), waiting(connection, part)).standing(part, limits);
        }
    }

    private static Optional<PartSet.End> end(ResultSet row) throws SQLException {
        if (!row.getBoolean("finished")) {
            return Optional.empty();
        }
        String reply = row.getString("reply");
        return Optional.of(reply == null ? new PartSet.End.WentOn(new QueueId((UUID) row.getObject("whole"))) : new PartSet.End.Refused(StoredForms.reply(reply)));
    }

    private static SortedMap<Integer, KnownPart> parts(Connection connection, String set) throws SQLException {
        SortedMap<Integer, KnownPart> parts = new TreeMap<>();
        try (PreparedStatement select = Statements.of(connection, PARTS, set); ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                parts.put(rows.getInt("part_no"), new KnownPart(new QueueId((UUID) rows.getObject("message_id")), rows.getLong("body_at"), rows.getLong("octets"), rows.getString("digest")));
            }
        }
        return parts;
    }

    private static PartSet.Waiting waiting(Connection connection, ArrivedPart part) throws SQLException {
        try (PreparedStatement select = Statements.of(connection, WAITING, part.sender()); ResultSet row = select.executeQuery()) {
            row.next();
            return new PartSet.Waiting(row.getLong("sets"), row.getLong("of_sender"), row.getLong("octets"));
        }
    }

    private static void begin(Connection connection, ArrivedPart part) throws SQLException {
        Statements.run(connection, "INSERT INTO partial_set (key, sender) VALUES (?, ?) ON CONFLICT (key) DO NOTHING", part.set(), part.sender());
    }

    private static void join(Connection connection, ArrivedPart part, QueueId id) throws SQLException {
        Statements.run(connection, JOIN, part.set(), part.fields().number(), id.value(), part.bodyAt(), part.octets(), part.digest());
        if (part.fields().total().isPresent()) {
            Statements.run(connection, "UPDATE partial_set SET parts = ? WHERE key = ?", part.fields().total().getAsInt(), part.set());
        }
    }

    private static void remove(Connection connection, String node, ArrivedPart part, Collection<KnownPart> others, String why) throws SQLException {
        UUID[] messages = others.stream().map(other -> other.message().value()).toArray(UUID[]::new);
        Object ids = connection.createArrayOf("uuid", messages);
        Statements.run(connection, TELL, node, RULE + ": " + why, ids);
        Map<UUID, Integer> gone = new HashMap<>();
        try (PreparedStatement remove = Statements.of(connection, REMOVE, ids); ResultSet rows = remove.executeQuery()) {
            while (rows.next()) {
                gone.put((UUID) rows.getObject(1), rows.getInt(2));
            }
        }
        FinishedEntries.countDown(connection, gone);
        Statements.run(connection, "DELETE FROM partial_part WHERE set_key = ?", part.set());
    }
}
