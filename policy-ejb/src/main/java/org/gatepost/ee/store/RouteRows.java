package org.gatepost.ee.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.gatepost.mail.ChannelName;
import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.DueRoutes;
import org.gatepost.queue.QueuedRecipient;
import org.gatepost.queue.Route;

/**
 * Entries of the queue by their routes: which routes have due ones, and claiming so many of each. Both go by the index queue_entry_route_due, which
 * holds free entries only, so that a backlog of one route costs nothing to the others. What somebody wants returned is in an index of its own,
 * queue_entry_returned, and is claimed by that.
 */
public final class RouteRows {

    // From one route to the next by the index: one descent for each, however many entries it has. The first in each is its earliest due.
    private static final String DUE = """
            WITH RECURSIVE route AS (
                (SELECT channel, next_hop, due_at, 1 AS n FROM queue_entry
                  WHERE incarnation IS NULL AND due_at IS NOT NULL AND return_requested_by IS NULL AND (channel, next_hop) > (?, ?)
                  ORDER BY channel, next_hop, due_at LIMIT 1)
                UNION ALL
                SELECT next.channel, next.next_hop, next.due_at, route.n + 1 FROM route CROSS JOIN LATERAL (
                    SELECT e.channel, e.next_hop, e.due_at FROM queue_entry e
                     WHERE e.incarnation IS NULL AND e.due_at IS NOT NULL AND e.return_requested_by IS NULL
                       AND (e.channel, e.next_hop) > (route.channel, route.next_hop)
                     ORDER BY e.channel, e.next_hop, e.due_at LIMIT 1) next
                 WHERE route.n < ?)
            SELECT channel, next_hop, due_at <= now() AS due FROM route ORDER BY n""";
    // What every claim ends with: those that are due are this incarnation's.
    private static final String TAKE = """
            taken AS (
                UPDATE queue_entry SET incarnation = ? FROM due WHERE queue_entry.id = due.id RETURNING queue_entry.*)
            SELECT taken.id AS entry_id, taken.channel, taken.next_hop, taken.attempts, taken.notices_sent, taken.return_requested_by, taken.list_owner, taken.header_edits AS entry_edits, taken.wishes AS entry_wishes,
                   message.*,
                   (extract(epoch FROM now() - greatest(message.arrived_at, message.release_at)) * 1000)::bigint AS age_ms
              FROM taken JOIN message ON message.id = taken.message_id ORDER BY taken.due_at""";
    // Only a life of a node whose lease still runs may take anything.
    private static final String CLAIM = """
            WITH wanted AS (SELECT * FROM unnest(?::text[], ?::text[], ?::int[]) AS w (channel, next_hop, most)),
            due AS MATERIALIZED (
                SELECT e.id FROM wanted CROSS JOIN LATERAL (
                    SELECT id FROM queue_entry
                     WHERE channel = wanted.channel AND next_hop = wanted.next_hop AND incarnation IS NULL AND due_at <= now() AND return_requested_by IS NULL
                     ORDER BY due_at LIMIT wanted.most FOR UPDATE SKIP LOCKED) e
                 WHERE EXISTS (SELECT 1 FROM incarnation WHERE id = ? AND lease_until > now())),
            """ + TAKE;
    private static final String CLAIM_RETURNED = """
            WITH due AS MATERIALIZED (
                SELECT id FROM queue_entry
                 WHERE return_requested_by IS NOT NULL AND incarnation IS NULL AND due_at <= now()
                   AND EXISTS (SELECT 1 FROM incarnation WHERE id = ? AND lease_until > now())
                 ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED),
            """ + TAKE;

    private RouteRows() {
    }

    /** Looks at up to {@code routesMax} routes behind {@code after}; which of them have due entries. */
    public static DueRoutes due(Connection connection, Optional<Route> after, int routesMax) throws SQLException {
        List<Route> due = new ArrayList<>();
        int looked = 0;
        Optional<Route> last = Optional.empty();
        try (PreparedStatement select = connection.prepareStatement(DUE)) {
            select.setString(1, after.map(route -> route.channel().value()).orElse(""));
            select.setString(2, after.map(Route::nextHop).orElse(""));
            select.setInt(3, routesMax);
            try (ResultSet rows = select.executeQuery()) {
                for (; rows.next(); looked++) {
                    last = Optional.of(new Route(new ChannelName(rows.getString("channel")), rows.getString("next_hop")));
                    if (rows.getBoolean("due")) {
                        due.add(last.get());
                    }
                }
            }
        }
        return new DueRoutes(due, looked < routesMax ? Optional.empty() : last);
    }

    /** Takes up to so many due entries of each route nobody holds, oldest due first, for that incarnation; two callers never get the same. */
    public static List<ClaimedEntry> claim(Connection connection, long incarnation, Map<Route, Integer> most) throws SQLException {
        try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
            claim.setArray(1, connection.createArrayOf("text", most.keySet().stream().map(route -> route.channel().value()).toArray()));
            claim.setArray(2, connection.createArrayOf("text", most.keySet().stream().map(Route::nextHop).toArray()));
            claim.setArray(3, connection.createArrayOf("int4", most.values().toArray()));
            claim.setLong(4, incarnation);
            claim.setLong(5, incarnation);
            return taken(connection, claim);
        }
    }

    /** Takes up to so many entries somebody wants returned, whatever their routes, for that incarnation; two callers never get the same. */
    public static List<ClaimedEntry> claimReturned(Connection connection, long incarnation, int most) throws SQLException {
        try (PreparedStatement claim = connection.prepareStatement(CLAIM_RETURNED)) {
            claim.setLong(1, incarnation);
            claim.setInt(2, most);
            claim.setLong(3, incarnation);
            return taken(connection, claim);
        }
    }

    private static List<ClaimedEntry> taken(Connection connection, PreparedStatement claim) throws SQLException {
        Map<UUID, ClaimedRow> taken = new LinkedHashMap<>();
        FoundById.from(connection);
        try (ResultSet rows = claim.executeQuery()) {
            while (rows.next()) {
                ClaimedRow row = ClaimedRow.read(rows);
                taken.put(row.entryId(), row);
            }
        }
        if (taken.isEmpty()) {
            return List.of();
        }
        Map<UUID, List<QueuedRecipient>> recipients = QueueRows.recipients(connection, taken.keySet());
        return taken.values().stream().map(row -> row.with(recipients.getOrDefault(row.entryId(), List.of()))).toList();
    }
}
