package org.gatepost.ee.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.gatepost.queue.Route;
import org.gatepost.smtp.protocol.TurnNode;

/** Entries of the queue that are brought forward because somebody asked for them (RFC 1985). */
public final class TurnRows {

    /** Entries brought forward by one request; the rest keep their time. */
    public static final int ENTRIES_MAX = 10_000;

    // A node is a domain of recipients' addresses, with or without those below it; empty: all. What its sender wants held until later is not touched. Where
    // the channel goes by domain a domain's mail has a route of its own, and its older mail the channel's; several domains' mail can have any of its routes.
    private static final String TURN = """
            UPDATE queue_entry SET due_at = now() WHERE id IN (
                SELECT e.id FROM queue_entry e JOIN message m ON m.id = e.message_id
                 WHERE e.channel = ? AND (? OR e.next_hop IN (?, ?)) AND e.incarnation IS NULL AND e.due_at > now() AND (m.release_at IS NULL OR m.release_at <= now())
                   AND (? = '' OR EXISTS (SELECT 1 FROM recipient r WHERE r.entry_id = e.id AND r.state = 'waiting'
                        AND (lower(right(r.address, length(?) + 1)) = '@' || ? OR ? AND lower(right(r.address, length(?) + 1)) = '.' || ?)))
                 ORDER BY e.due_at LIMIT ? FOR UPDATE OF e SKIP LOCKED) RETURNING next_hop""";

    private TurnRows() {
    }

    /** Makes them due; the route of each. */
    public static List<Route> turn(Connection connection, Route route, TurnNode node) throws SQLException {
        String domain = switch (node) {
            case TurnNode.Domain(String name) -> name;
            case TurnNode.Subdomains(String name) -> name;
            case TurnNode.Queue queue -> "";
        };
        List<Route> routes = new ArrayList<>();
        try (PreparedStatement update = connection.prepareStatement(TURN)) {
            update.setString(1, route.channel().value());
            update.setBoolean(2, !(node instanceof TurnNode.Domain));
            update.setString(3, route.nextHop());
            for (int each : new int[] {4, 5, 6, 7, 9, 10}) {
                update.setString(each, domain);
            }
            update.setBoolean(8, node instanceof TurnNode.Subdomains);
            update.setInt(11, ENTRIES_MAX);
            try (ResultSet due = update.executeQuery()) {
                while (due.next()) {
                    routes.add(new Route(route.channel(), due.getString(1)));
                }
            }
        }
        return routes;
    }
}
