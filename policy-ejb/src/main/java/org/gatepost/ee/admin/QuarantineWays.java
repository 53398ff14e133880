package org.gatepost.ee.admin;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.gatepost.mail.Quarantine;
import org.gatepost.ee.store.StoredForms;
import org.gatepost.queue.Route;
import org.gatepost.queue.Routing;
import org.gatepost.queue.Routing.Destination;

/**
 * Which ways copies take that are released from quarantine. A filter that has not seen one sees it now. And it is a copy for one mailbox: what its user has sent on
 * went its own way when the message came, and is not sent a second time. Read before the release, while it still stands who holds them. Immutable.
 */
final class QuarantineWays {

    private static final String HELD = "SELECT r.entry_id, r.address, left(e.next_hop, 1) = ? AS through FROM recipient r JOIN queue_entry e ON e.id = r.entry_id"
            + " WHERE r.entry_id = ANY (?) AND r.state = 'held' AND r.state_by = ANY (?)";

    private final Map<UUID, Set<String>> kept;
    private final Map<UUID, Set<String>> through;

    /** @param kept addresses by entry, of copies on ways of their own; {@code through}: of such as lead through a filter */
    QuarantineWays(Map<UUID, Set<String>> kept, Map<UUID, Set<String>> through) {
        this.kept = kept;
        this.through = through;
    }

    static QuarantineWays of(Connection connection, Collection<UUID> entries) throws SQLException {
        Map<UUID, Set<String>> kept = new HashMap<>();
        Map<UUID, Set<String>> through = new HashMap<>();
        List<String> rules = Arrays.stream(Quarantine.values()).map(Quarantine::rule).toList();
        Sql.of(HELD, Route.THROUGH_FILTER, entries, rules).list(connection, row -> {
            (row.getBoolean("through") ? through : kept).computeIfAbsent(Sql.uuid(row, "entry_id"), none -> new HashSet<>()).add(row.getString("address"));
            return row.getString("address");
        });
        return new QuarantineWays(kept, through);
    }

    /** The ways of an entry's recipients, by address, of those their addresses lead now; whoever is left out stays on the entry's own. */
    Map<String, List<Destination>> of(UUID entry, Map<String, List<Destination>> now) {
        Set<String> own = kept.getOrDefault(entry, Set.of());
        Set<String> filtered = through.getOrDefault(entry, Set.of());
        if (own.isEmpty() && filtered.isEmpty()) {
            return now;
        }
        Map<String, List<Destination>> ways = new HashMap<>(now);
        ways.keySet().removeAll(filtered);
        ways.replaceAll((address, all) -> own.contains(address) ? Routing.toMailbox(StoredForms.mailbox(address), all) : all);
        return ways;
    }
}
