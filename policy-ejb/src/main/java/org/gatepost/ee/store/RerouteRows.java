package org.gatepost.ee.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

import org.gatepost.mail.ChannelName;
import org.gatepost.queue.Route;
import org.gatepost.queue.Routing.Destination;

/**
 * Gives waiting recipients of an entry the way they would take now: to another address, by another route, or several of them. The caller has locked the
 * entry and nobody holds it. What leaves by another route gets an entry of its own, due at once; an entry nobody is left in goes.
 */
public final class RerouteRows {

    private record Row(int number, String address) {
    }

    private final Connection connection;
    private final UUID entry;
    private final UUID message;
    private final Supplier<UUID> ids;
    private final Map<Route, UUID> entries = new HashMap<>();

    /** @param ids for new entries */
    public RerouteRows(Connection connection, UUID entry, UUID message, Supplier<UUID> ids) {
        this.connection = connection;
        this.entry = entry;
        this.message = message;
        this.ids = ids;
    }

    /**
     * Moves them.
     *
     * @param ways by the recipient's address; an address that is not named, or has no destination, stays where it is
     * @return the entries with waiting recipients that came of it, this one included while somebody is left in it
     */
    public List<UUID> move(Map<String, List<Destination>> ways) throws SQLException {
        entries.put(route(), entry);
        int last = number("SELECT max(r.recipient_no) FROM recipient r JOIN queue_entry e ON e.id = r.entry_id WHERE e.message_id = ?", message);
        for (Row row : waiting()) {
            List<Destination> to = ways.getOrDefault(row.address(), List.of());
            for (int i = 0; i < to.size(); i++) {
                UUID target = entryFor(to.get(i).route());
                if (i == 0) {
                    update("UPDATE recipient SET entry_id = ?, address = ? WHERE entry_id = ? AND recipient_no = ?", target, to.get(i).address().address(), entry, row.number());
                } else {
                    update("INSERT INTO recipient (entry_id, recipient_no, address, presented, notify, orcpt, state)"
                            + " SELECT ?, ?, ?, presented, notify, orcpt, 'waiting' FROM recipient WHERE entry_id = ? AND recipient_no = ?", target, ++last,
                            to.get(i).address().address(), entryFor(to.getFirst().route()), row.number());
                }
            }
        }
        List<UUID> left = new ArrayList<>(entries.values());
        int more = entries.size() - 1;
        if (number("SELECT count(*) FROM recipient WHERE entry_id = ? AND state IN ('waiting', 'held')", entry) == 0) {
            update("DELETE FROM recipient WHERE entry_id = ?", entry);
            update("DELETE FROM queue_entry WHERE id = ?", entry);
            left.remove(entry);
            more--;
        }
        update("UPDATE message SET open_entries = open_entries + ? WHERE id = ?", more, message);
        return left;
    }

    private UUID entryFor(Route route) throws SQLException {
        UUID known = entries.get(route);
        if (known != null) {
            return known;
        }
        UUID made = ids.get();
        update("INSERT INTO queue_entry (id, message_id, channel, next_hop, list_owner, header_edits, wishes) SELECT ?, ?, ?, ?, list_owner, header_edits, wishes FROM queue_entry WHERE id = ?",
                made, message,
                route.channel().value(), route.nextHop(), entry);
        entries.put(route, made);
        return made;
    }

    private Route route() throws SQLException {
        try (PreparedStatement select = statement("SELECT channel, next_hop FROM queue_entry WHERE id = ?", entry); ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("there is no entry " + entry);
            }
            return new Route(new ChannelName(row.getString(1)), row.getString(2));
        }
    }

    private List<Row> waiting() throws SQLException {
        List<Row> found = new ArrayList<>();
        try (PreparedStatement select = statement("SELECT recipient_no, address FROM recipient WHERE entry_id = ? AND state = 'waiting' ORDER BY recipient_no", entry);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                found.add(new Row(rows.getInt(1), rows.getString(2)));
            }
        }
        return found;
    }

    private int number(String sql, Object parameter) throws SQLException {
        try (PreparedStatement select = statement(sql, parameter); ResultSet row = select.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    private void update(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement update = statement(sql, parameters)) {
            update.executeUpdate();
        }
    }

    private PreparedStatement statement(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
