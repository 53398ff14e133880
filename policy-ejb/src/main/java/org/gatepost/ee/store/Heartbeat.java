package org.gatepost.ee.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.Logger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.gatepost.ee.settings.Settings;
import org.gatepost.ee.trace.DatabaseAlarms;

/** This node's sign of life in the database: its lease is renewed, those of nodes that are gone are freed, and the two clocks are compared. For one thread. */
@ApplicationScoped
public class Heartbeat {

    /** Greatest difference between the node's clock and the database's; beyond it the alarm {@code clock}. */
    static final Duration CLOCK_SKEW_MAX = Duration.ofSeconds(2);

    private static final Logger LOG = Logger.getLogger(Heartbeat.class.getName());

    @Inject
    private GatepostDatabase database;
    @Inject
    private Incarnation incarnation;
    @Inject
    private Settings settings;
    @Inject
    private DatabaseAlarms alarms;

    /** Once, on a connection of its own: a pool that is busy must not cost the lease. */
    public void beat() throws SQLException {
        try (Connection connection = database.direct().getConnection()) {
            if (!IncarnationRows.renew(connection, incarnation.id())) {
                long lost = incarnation.id();
                incarnation.becomes(new JdbcTransactions(database.direct()).inOne(c -> IncarnationRows.begin(c, settings.node())));
                alarms.raise("lease", "This node lost its lease (incarnation " + lost + "): it was silent for too long, or another node has its name."
                        + " It goes on as incarnation " + incarnation.id() + "; messages it held may be delivered twice.");
            }
            int freed = QueueRows.freeExpired(connection);
            if (freed > 0) {
                LOG.log(Level.INFO, "{0} entries of nodes that are gone were freed", freed);
            }
            checkClock(connection);
        }
    }

    private void checkClock(Connection connection) throws SQLException {
        Instant before = Instant.now();
        Instant there = IncarnationRows.databaseTime(connection);
        Instant after = Instant.now();
        boolean ahead = there.isAfter(after.plus(CLOCK_SKEW_MAX));
        boolean behind = there.isBefore(before.minus(CLOCK_SKEW_MAX));
        if (ahead || behind) {
            alarms.raise("clock", "The clocks of this node and of the database differ by " + Duration.between(after, there).abs().toSeconds() + " s.");
        } else {
            alarms.clear("clock");
        }
    }

    /** Ends the lease: what this node holds is free at once. Throws where the database does not answer. */
    public void end() {
        new JdbcTransactions(database.direct()).inOne(connection -> {
            IncarnationRows.end(connection, incarnation.id());
            return null;
        });
    }
}
