package org.gatepost.ee.admin;

import java.util.UUID;

import org.gatepost.mail.Quarantine;

/** The SELECTs over the queue: which entries a filter means, and in which order they are shown. */
final class QueueQuery {

    private static final String FROM = " FROM queue_entry e JOIN message m ON m.id = e.message_id WHERE true";
    private static final String HELD = "EXISTS (SELECT 1 FROM recipient h WHERE h.entry_id = e.id AND h.state = 'held')";
    private static final String ROW = "SELECT e.id, e.message_id, m.arrived_at, m.reverse_path, e.channel, e.next_hop, m.content_octets, e.attempts,"
            + " e.due_at, e.incarnation, e.last_reply, e.return_requested_by, " + HELD + " AS held,"
            + " (SELECT r.state_by || ': ' || r.state_text FROM recipient r WHERE r.entry_id = e.id AND r.state = 'held' ORDER BY r.recipient_no LIMIT 1) AS held_because,"
            + " (SELECT count(*) FROM recipient r WHERE r.entry_id = e.id AND r.state IN ('waiting', 'held')) AS open_recipients,"
            + " (SELECT r.address FROM recipient r WHERE r.entry_id = e.id ORDER BY r.state IN ('waiting', 'held') DESC, r.recipient_no LIMIT 1) AS first_recipient";

    private QueueQuery() {
    }

    static Sql page(QueueFilter filter, QueueSort sort, boolean descending, int offset, int limit) {
        return matching(Sql.of(ROW + FROM), filter).add(" ORDER BY " + sort.orderBy(descending) + " LIMIT ? OFFSET ?", limit, offset);
    }

    /** How many match; counts no further than {@code most}. */
    static Sql count(QueueFilter filter, int most) {
        return matching(Sql.of("SELECT count(*) FROM (SELECT 1" + FROM), filter).add(" LIMIT ?) AS counted", most);
    }

    /** The ids of a batch, in order of id, after the last one of the batch before. */
    static Sql ids(QueueFilter filter, UUID after, int limit) {
        return matching(Sql.of("SELECT e.id" + FROM), filter).add(" AND e.id > ? ORDER BY e.id LIMIT ?", after, limit);
    }

    private static Sql matching(Sql sql, QueueFilter filter) {
        if (filter.sender().equals("<>")) {
            sql.add(" AND m.reverse_path = ''");
        } else if (!filter.sender().isEmpty()) {
            sql.add(" AND m.reverse_path ILIKE ?", Sql.containing(filter.sender()));
        }
        if (!filter.recipient().isEmpty()) {
            sql.add(" AND EXISTS (SELECT 1 FROM recipient r WHERE r.entry_id = e.id AND r.address ILIKE ?)", Sql.containing(filter.recipient()));
        }
        if (!filter.channel().isEmpty()) {
            sql.add(" AND e.channel = ?", filter.channel());
        }
        filter.queueId().ifPresent(id -> sql.add(" AND e.message_id = ?", id.value()));
        filter.minimumAge().ifPresent(age -> sql.add(" AND m.arrived_at <= now() - make_interval(secs => ?)", (double) age.toSeconds()));
        if (!filter.quarantine().isEmpty()) {
            sql.add(" AND EXISTS (SELECT 1 FROM recipient r WHERE r.entry_id = e.id AND r.state = 'held' AND r.state_by = ANY (?))",
                    filter.quarantine().stream().map(Quarantine::rule).toList());
        }
        filter.state().ifPresent(state -> sql.add(switch (state) {
            case HELD -> " AND " + HELD;
            case BUSY -> " AND e.incarnation IS NOT NULL";
            case WAITING -> " AND e.incarnation IS NULL AND e.due_at IS NOT NULL";
        }));
        return sql;
    }
}
