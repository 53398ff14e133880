package org.gatepost.ee.admin;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import javax.sql.DataSource;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

import org.gatepost.ee.store.StoppedRoutes;

/**
 * Stops and starts delivery by a channel or to one destination of it, on all nodes and beyond restarts, until somebody starts it again. A node heeds it
 * after a second at most; what it is sending then goes on to its end. What waits ages all the same: its sender hears of the delay, and at last it is returned.
 */
@Stateless
@ForRoles({Roles.POSTMASTER, Roles.HELPDESK})
public class DeliveryStops {

    private static final int WHY_MAX = 200;
    private static final int ROWS_MAX = 1_000;

    @Resource(lookup = "java:app/jdbc/gatepost")
    private DataSource database;

    @Inject
    private Caller caller;

    /**
     * Something stopped.
     *
     * @param nextHop empty for the whole channel
     */
    public record Stop(String channel, String nextHop, String by, String why, Instant since) {
    }

    /** What is stopped, the latest first; at most 1,000. */
    public List<Stop> stopped() {
        return Sql.on(database, DeliveryStops::stopped);
    }

    static List<Stop> stopped(Connection connection) throws SQLException {
        return Sql.of("SELECT channel, next_hop, stopped_by, reason, stopped_at FROM delivery_stop ORDER BY stopped_at DESC LIMIT ?",
                ROWS_MAX).list(connection, row -> new Stop(row.getString(1), row.getString(2), row.getString(3), row.getString(4), Sql.instant(row, "stopped_at")));
    }

    /** Stops it; {@code nextHop} empty for the whole channel. False where it was stopped before. */
    @ForRoles(Roles.POSTMASTER)
    public boolean stop(String channel, String nextHop, String why) {
        String reason = why.strip().length() > WHY_MAX ? why.strip().substring(0, WHY_MAX) : why.strip();
        return Sql.on(database, connection -> {
            boolean done = Sql.of("INSERT INTO delivery_stop (channel, next_hop, stopped_by, reason) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", channel.strip(),
                    nextHop.strip(), caller.login(), reason).update(connection) > 0;
            if (done) {
                AuditLog.note(connection, caller.login(), "stop", object(channel, nextHop), reason);
            }
            return done;
        });
    }

    /** Starts it again, and makes all that waits for it due as soon as every node knows. False where it was not stopped. */
    @ForRoles(Roles.POSTMASTER)
    public boolean start(String channel, String nextHop) {
        return Sql.on(database, connection -> {
            boolean was = Sql.of("DELETE FROM delivery_stop WHERE channel = ? AND next_hop = ?", channel.strip(), nextHop.strip()).update(connection) > 0;
            if (was) {
                AuditLog.note(connection, caller.login(), "start", object(channel, nextHop), "");
                Sql.of("UPDATE queue_entry SET due_at = clock_timestamp() + ? * interval '1 millisecond' WHERE id IN (SELECT id FROM queue_entry WHERE channel = ? AND (? = '' OR next_hop = ?)"
                        + " AND incarnation IS NULL AND due_at > now() ORDER BY id FOR UPDATE SKIP LOCKED)", StoppedRoutes.KNOWN_WITHIN.toMillis(), channel.strip(), nextHop.strip(),
                        nextHop.strip()).update(connection);
            }
            return was;
        });
    }

    private static String object(String channel, String nextHop) {
        return nextHop.isBlank() ? "channel:" + channel.strip() : "destination:" + channel.strip() + "/" + nextHop.strip();
    }
}
