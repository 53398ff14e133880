package org.gatepost.ee.admin;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import javax.sql.DataSource;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import org.gatepost.ee.settings.Settings;

/** How things stand: the queue by the database, and this node by what it knows of itself. */
@Stateless
@ForRoles({Roles.POSTMASTER, Roles.HELPDESK})
public class Overview {

    private static final int DESTINATIONS_MAX = 20;
    private static final int ALARMS_MAX = 50;
    private static final long BLOCK_OCTETS = 1_024;

    @Resource(lookup = "java:app/jdbc/gatepost")
    private DataSource database;

    @Inject
    private Settings settings;

    @Inject
    private LastStock last;

    @Inject
    private Instance<NodeState> node;

    /** The active policy version. */
    public record Policy(long version, String note, Instant activeSince) {
    }

    /**
     * The queue in numbers, by entry.
     *
     * @param oldest arrival of the oldest message in it
     */
    public record Queue(long waiting, long held, long busy, Optional<Instant> oldest) {
    }

    /** Entries for one destination. */
    public record Backlog(String channel, String nextHop, long entries, long tried, Instant oldest, String lastReply) {
    }

    /** What needs a hand. */
    public record Alarm(String node, String key, String text, Instant raised, Instant seen, long times) {
    }

    /** How much mail; a block is 1,024 octets, and one begun counts. */
    public record Amount(long messages, long recipients, long blocks) {
        static final Amount NOTHING = new Amount(0, 0, 0);
    }

    /**
     * What went through a channel, on all nodes together, since counting began.
     *
     * @param received came into the queue for it
     * @param stored is there now
     * @param delivered was given to a next hop
     * @param submitted entered by it
     */
    public record Traffic(String channel, Amount received, Amount stored, Amount delivered, Amount submitted) {
    }

    private record Counted(String channel, String what, Amount amount) {
    }

    /**
     * The queue, counted. That takes a while where it is large, so it may be some seconds old.
     *
     * @param at when it was counted
     */
    public record Counts(Instant at, Queue queue, List<Backlog> backlog, List<Traffic> traffic) {
    }

    /**
     * What the database says.
     *
     * @param at when it said so
     */
    public record Stock(Instant at, Counts counts, List<Alarm> alarms, Optional<Policy> policy, List<DeliveryStops.Stop> stops) {
    }

    /** The queue, alarms and policy, of all nodes together; an answer serves for a second, the counts for up to a minute where they take long. */
    public Stock stock() {
        Counts counts = last.countsOrAsk(this::count);
        return last.orAsk(() -> ask(counts));
    }

    /** What {@link #stock()} said last, for when the database cannot be asked. */
    public Optional<Stock> lastKnown() {
        return last.known();
    }

    // Ids of messages begin with the time they were made at, so the oldest is the first: nothing is sorted or read for it.
    private Counts count() {
        return Sql.on(database, connection -> new Counts(Instant.now(),
                Sql.of("SELECT count(*) FILTER (WHERE incarnation IS NULL AND due_at IS NOT NULL) AS waiting,"
                        + " count(*) FILTER (WHERE incarnation IS NULL AND due_at IS NULL) AS held, count(incarnation) AS busy,"
                        + " (SELECT m.arrived_at FROM message m ORDER BY m.id LIMIT 1) AS oldest FROM queue_entry").first(connection, row -> new Queue(
                                row.getLong("waiting"), row.getLong("held"), row.getLong("busy"), Sql.maybeInstant(row, "oldest")))
                        .orElseThrow(() -> new SQLException("no row of an aggregate")),
                Sql.of("WITH most AS MATERIALIZED (SELECT channel, next_hop, count(*) AS entries, count(*) FILTER (WHERE attempts > 0) AS tried,"
                        + " max(last_reply) AS last_reply FROM queue_entry GROUP BY channel, next_hop ORDER BY entries DESC, channel, next_hop LIMIT ?)"
                        + " SELECT most.*, oldest.at AS oldest FROM most JOIN (SELECT e.channel, e.next_hop, min(m.arrived_at) AS at FROM most"
                        + " JOIN queue_entry e USING (channel, next_hop) JOIN message m ON m.id = e.message_id GROUP BY e.channel, e.next_hop) oldest"
                        + " USING (channel, next_hop) ORDER BY entries DESC, channel, next_hop", DESTINATIONS_MAX)
                        .list(connection, row -> new Backlog(row.getString("channel"), row.getString("next_hop"), row.getLong("entries"),
                                row.getLong("tried"), Sql.instant(row, "oldest"), row.getString("last_reply"))),
                traffic(connection)));
    }

    private static List<Traffic> traffic(Connection connection) throws SQLException {
        List<Counted> counted = Sql.of("SELECT channel, what, sum(messages) AS messages, sum(recipients) AS recipients, sum(octets) AS octets"
                + " FROM channel_count GROUP BY channel, what"
                + " UNION ALL SELECT e.channel, 'stored', count(*), sum(r.open), sum(m.content_octets) FROM queue_entry e JOIN message m ON m.id = e.message_id"
                + " JOIN (SELECT entry_id, count(*) AS open FROM recipient WHERE state IN ('waiting', 'held') GROUP BY entry_id) r ON r.entry_id = e.id"
                + " GROUP BY e.channel").list(connection, row -> new Counted(row.getString("channel"), row.getString("what"),
                        new Amount(row.getLong("messages"), row.getLong("recipients"), Math.ceilDiv(row.getLong("octets"), BLOCK_OCTETS))));
        Map<String, Map<String, Amount>> byChannel = new TreeMap<>();
        counted.forEach(each -> byChannel.computeIfAbsent(each.channel(), channel -> new HashMap<>()).put(each.what(), each.amount()));
        return byChannel.entrySet().stream().map(each -> new Traffic(each.getKey(), amount(each.getValue(), "received"), amount(each.getValue(), "stored"),
                amount(each.getValue(), "delivered"), amount(each.getValue(), "submitted"))).toList();
    }

    private static Amount amount(Map<String, Amount> amounts, String what) {
        return amounts.getOrDefault(what, Amount.NOTHING);
    }

    private Stock ask(Counts counts) {
        return Sql.on(database, connection -> new Stock(Instant.now(), counts,
                Sql.of("SELECT node, key, text, raised_at, seen_at, times FROM alarm WHERE cleared_at IS NULL ORDER BY raised_at DESC LIMIT ?",
                        ALARMS_MAX).list(connection, row -> new Alarm(row.getString("node"), row.getString("key"), row.getString("text"),
                                Sql.instant(row, "raised_at"), Sql.instant(row, "seen_at"), row.getLong("times"))),
                Sql.of("SELECT p.id, p.note, a.changed_at FROM active_policy a JOIN policy_version p ON p.id = a.version_id")
                        .first(connection, row -> new Policy(row.getLong("id"), row.getString("note"), Sql.instant(row, "changed_at"))),
                DeliveryStops.stopped(connection)));
    }

    /** What this node knows of itself; empty where it cannot be asked. */
    public Optional<NodeState> node() {
        return node.isResolvable() ? Optional.of(node.get()) : Optional.empty();
    }

    /** This node's name. */
    public String nodeName() {
        return settings.node();
    }
}
