package org.gatepost.ee.admin;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

import org.gatepost.channel.HopKeywords;
import org.gatepost.ee.store.StoredForms;
import org.gatepost.mail.Quarantine;
import org.gatepost.mail.QueueId;
import org.gatepost.queue.Routing;
import org.gatepost.queue.Routing.Destination;
import org.gatepost.partial.PartialSets;
import org.gatepost.scan.Awaited;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.Match;

/**
 * The queue at the desk: finding entries, and holding, releasing, retrying, returning and deleting them. An action goes through its entries in
 * batches, each a transaction of its own with its audit and trace rows: what a failing batch had is unchanged, what came before it is done.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@ForRoles({Roles.POSTMASTER, Roles.HELPDESK})
public class QueueAdmin {

    /** The most entries one action goes through. */
    public static final int ENTRIES_MAX = 100_000;
    /** The most rows of one page. */
    public static final int PAGE_MAX = 500;

    /** How many a filter's entries are counted up to. */
    public static final int COUNTED_MAX = ENTRIES_MAX;

    private static final int BATCH = 500;
    /** Rules by which nobody has passed a copy yet, or somebody found malware in it. */
    private static final List<String> POSTMASTERS_OWN = List.of(Quarantine.INFECTED.rule(), Awaited.RULE, Awaited.TOO_OLD_RULE, HopKeywords.AWAY, HopKeywords.SILENT, HopKeywords.REFUSED,
            PartialSets.RULE);
    /** How long one action keeps asking for entries a node has in hand: a person waits for it. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    @Resource(lookup = "java:app/jdbc/gatepost")
    private DataSource database;

    @Inject
    private Caller caller;

    @EJB
    private QueueBatch batch;

    @Inject
    private Routing routing;

    @Inject
    private Deliveries deliveries;

    @Inject
    private ReleaseLessons lessons;

    /** The entries a filter means, in that order; at most {@link #PAGE_MAX}. */
    public List<QueueRow> find(QueueFilter filter, QueueSort sort, boolean descending, int offset, int limit) {
        return Sql.on(database, connection -> QueueQuery.page(filter, sort, descending, Math.max(0, offset), Math.clamp(limit, 1, PAGE_MAX))
                .list(connection, QueueAdmin::row));
    }

    /** How many entries a filter means; where they are more than {@link #COUNTED_MAX}, that many and one. */
    public long count(QueueFilter filter) {
        return Sql.on(database, connection -> QueueQuery.count(filter, COUNTED_MAX + 1).first(connection, row -> row.getLong(1)).orElse(0L));
    }

    /** The destination channels entries are waiting in, for choosing from; at most 100. */
    public List<String> channels() {
        return Sql.on(database, connection -> Sql.of("SELECT c.name FROM channel c JOIN active_policy a ON a.version_id = c.version_id"
                + " WHERE c.destination IS NOT NULL ORDER BY c.name LIMIT 100").list(connection, row -> row.getString(1)));
    }

    /**
     * Does it to these entries. Not {@link QueueAction#REDIRECT}, which needs an address: {@link #redirect}.
     *
     * @param why one line for the audit and the trace; may be empty
     */
    public ActionResult toEntries(QueueAction action, List<UUID> entries, String why) {
        check(action);
        if (action == QueueAction.REDIRECT) {
            throw new IllegalArgumentException("to redirect needs an address");
        }
        List<UUID> some = entries.subList(0, Math.min(entries.size(), ENTRIES_MAX));
        ActionResult result = action == QueueAction.RELEASE ? teach(some) : ActionResult.NONE;
        long patienceEnds = System.nanoTime() + PATIENCE_NANOS;
        for (int from = 0; from < some.size(); from += BATCH) {
            result = result.plus(apply(action, List.copyOf(some.subList(from, Math.min(from + BATCH, some.size()))), why, patienceEnds));
        }
        if (action == QueueAction.RELEASE && result.changed() == 0 && !some.isEmpty() && releasable(some).isEmpty()) {
            throw new NotAllowed("only a postmaster may release what is infected, or what an engine or a filter has not passed");
        }
        return result.plus(new ActionResult(0, 0, 0, some.size() == entries.size()));
    }

    /** Does it to every entry that matches at the moment its batch comes up. */
    public ActionResult toMatching(QueueAction action, QueueFilter filter, String why) {
        check(action);
        if (action == QueueAction.REDIRECT) {
            throw new NotAllowed("choose the entries that are to be redirected");
        }
        ActionResult result = action == QueueAction.RELEASE
                ? teach(Sql.on(database, c -> QueueQuery.ids(filter, BEFORE_ALL, BATCH).list(c, row -> Sql.uuid(row, "id")))) : ActionResult.NONE;
        UUID after = BEFORE_ALL;
        long patienceEnds = System.nanoTime() + PATIENCE_NANOS;
        for (int done = 0; done < ENTRIES_MAX; done += BATCH) {
            UUID last = after;
            List<UUID> ids = new ArrayList<>(Sql.on(database, c -> QueueQuery.ids(filter, last, BATCH).list(c, row -> Sql.uuid(row, "id"))));
            if (ids.isEmpty()) {
                return result;
            }
            after = ids.getLast();
            result = result.plus(apply(action, ids, why, patienceEnds));
        }
        return result.plus(new ActionResult(0, 0, 0, false));
    }

    /**
     * Sends the entries' open recipients' copies, one for each entry, to another address.
     *
     * @param to local or remote; one that takes no mail, or cannot be looked up now, is {@link NotAllowed}
     */
    public ActionResult redirect(List<UUID> entries, String to, String why) {
        check(QueueAction.REDIRECT);
        List<Destination> way = switch (routing.route(address(to))) {
            case Match.Found<List<Destination>>(List<Destination> found) when !found.isEmpty() -> found;
            case Match.Unavailable<List<Destination>> cannot -> throw new DeskUnavailable("The directory cannot be asked.", null);
            case Match.Found<List<Destination>> nowhere -> throw new NotAllowed(to + " takes no mail");
            case Match.NotFound<List<Destination>> none -> throw new NotAllowed(to + " takes no mail");
            case Match.Conflicting<List<Destination>> two -> throw new NotAllowed(to + " takes no mail");
        };
        ActionResult result = ActionResult.NONE;
        long patienceEnds = System.nanoTime() + PATIENCE_NANOS;
        List<UUID> some = entries.subList(0, Math.min(entries.size(), ENTRIES_MAX));
        for (int from = 0; from < some.size(); from += BATCH) {
            result = result.plus(apply(QueueAction.REDIRECT, List.copyOf(some.subList(from, Math.min(from + BATCH, some.size()))), why, Map.of("", way), patienceEnds));
        }
        return result.plus(new ActionResult(0, 0, 0, some.size() == entries.size()));
    }

    private static Mailbox address(String text) {
        Mailbox mailbox = StoredForms.mailbox(text.strip());
        if (mailbox.domain().isEmpty() || mailbox.localPart().isEmpty() || text.strip().length() > 320 || text.chars().anyMatch(c -> c <= ' ' && c != ' ' || c == 127)) {
            throw new NotAllowed("not an address: " + text.strip());
        }
        return mailbox;
    }

    /** Before anything is released: what is on its way may be gone before an engine has read it. */
    private ActionResult teach(List<UUID> entries) {
        return ActionResult.taught(lessons.teach(releasable(entries), caller.login()));
    }

    /** Which way held recipients lead now. Where that cannot be asked their entries are left alone: they count as busy. */
    private ActionResult release(List<UUID> chosen, String why, long patienceEnds) {
        List<UUID> ids = releasable(chosen);
        record Held(UUID entry, String address) {
        }
        List<Held> held = Sql.on(database, c -> Sql.of("SELECT entry_id, address FROM recipient WHERE entry_id = ANY (?) AND state = 'held'", ids)
                .list(c, row -> new Held(Sql.uuid(row, "entry_id"), row.getString("address"))));
        Map<String, List<Destination>> ways = new HashMap<>();
        Set<String> unknown = new HashSet<>();
        held.stream().map(Held::address).distinct().forEach(address -> {
            switch (routing.route(StoredForms.mailbox(address))) {
                case Match.Found<List<Destination>>(List<Destination> found) -> ways.put(address, found);
                // The next hop says so, and the sender gets its report.
                case Match.NotFound<List<Destination>> none -> ways.put(address, List.of());
                case Match.Unavailable<List<Destination>> cannot -> unknown.add(address);
                case Match.Conflicting<List<Destination>> two -> unknown.add(address);
            }
        });
        Set<UUID> left = held.stream().filter(each -> unknown.contains(each.address())).map(Held::entry).collect(Collectors.toSet());
        ActionResult result = apply(QueueAction.RELEASE, ids.stream().filter(id -> !left.contains(id)).toList(), why, ways, patienceEnds);
        return result.plus(new ActionResult(0, left.size(), chosen.size() - ids.size(), true));
    }

    private ActionResult apply(QueueAction action, List<UUID> ids, String why, long patienceEnds) {
        return action == QueueAction.RELEASE ? release(ids, why, patienceEnds) : apply(action, ids, why, Map.of(), patienceEnds);
    }

    /** Without what only a postmaster lets out. */
    private List<UUID> releasable(List<UUID> ids) {
        if (caller.isIn(Roles.POSTMASTER)) {
            return ids;
        }
        Set<UUID> kept = Set.copyOf(Sql.on(database, c -> Sql.of("SELECT DISTINCT entry_id FROM recipient WHERE entry_id = ANY (?) AND state = 'held'"
                + " AND state_by = ANY (string_to_array(?, ' '))", ids, String.join(" ", POSTMASTERS_OWN)).list(c, row -> Sql.uuid(row, "entry_id"))));
        return ids.stream().filter(id -> !kept.contains(id)).toList();
    }

    /** One batch. What this node has in hand and has not begun it gives back; what an attempt is under way for may be free a moment later. */
    private ActionResult apply(QueueAction action, List<UUID> ids, String why, Map<String, List<Destination>> ways, long patienceEnds) {
        QueueBatch.Applied applied = batch.apply(action, ids, caller.login(), why, ways);
        ActionResult result = applied.result();
        while (!applied.busy().isEmpty() && System.nanoTime() - patienceEnds < 0) {
            deliveries.giveBack(applied.busy());
            LockSupport.parkNanos(STEP_NANOS);
            applied = batch.apply(action, applied.busy(), caller.login(), why, ways);
            result = result.withoutBusy().plus(applied.result());
        }
        if (action.makesDue() && result.changed() > 0) {
            deliveries.wakeUp();
        }
        return result;
    }

    private void check(QueueAction action) {
        if (!action.isForHelpdesk() && !caller.isIn(Roles.POSTMASTER)) {
            throw new NotAllowed("only a postmaster may " + action.word());
        }
    }

    static QueueRow row(ResultSet row) throws SQLException {
        Optional<java.time.Instant> due = Sql.maybeInstant(row, "due_at");
        return new QueueRow(Sql.uuid(row, "id"), new QueueId(Sql.uuid(row, "message_id")), Sql.instant(row, "arrived_at"),
                row.getString("reverse_path"), Optional.ofNullable(row.getString("first_recipient")).orElse(""), row.getInt("open_recipients"),
                row.getString("channel"), row.getString("next_hop"), row.getLong("content_octets"), state(row), row.getInt("attempts"), due,
                Optional.ofNullable(row.getString("held_because")).orElse(""),
                row.getString("return_requested_by") != null, row.getString("last_reply"));
    }

    private static EntryState state(ResultSet row) throws SQLException {
        if (row.getObject("incarnation") != null) {
            return EntryState.BUSY;
        }
        return row.getBoolean("held") ? EntryState.HELD : EntryState.WAITING;
    }
}
