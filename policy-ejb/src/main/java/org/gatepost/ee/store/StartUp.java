package org.gatepost.ee.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;

import org.gatepost.ee.settings.Settings;
import org.gatepost.ee.trace.DatabaseAlarms;
import org.gatepost.ee.trace.TraceRing;

/**
 * What happens before the first port opens: tables brought up to date, this node's new life begun and what its earlier ones held freed, the
 * first policy compiled. Whoever needs a policy waits for {@link ActivePolicy#current()}.
 */
@Singleton
@Startup
// Made before and gone after this bean, which starts and stops it.
@DependsOn("Housekeeping")
@TransactionManagement(TransactionManagementType.BEAN)
public class StartUp {

    /** How long a database that is not there is waited for; then the deployment fails. */
    static final Duration DATABASE_WAIT_MAX = Duration.ofSeconds(60);

    private static final Logger LOG = Logger.getLogger(StartUp.class.getName());
    private static final long PAUSE_MILLIS = 500;

    @Inject
    private GatepostDatabase database;
    @Inject
    private Settings settings;
    @Inject
    private Incarnation incarnation;
    @Inject
    private Housekeeping housekeeping;
    @Inject
    private TraceRing trace;
    @Inject
    private DatabaseAlarms alarms;

    @PostConstruct
    void begin() {
        waitForDatabase();
        int migrated = Migrations.run(database.patient(), StartUp.class.getClassLoader());
        Transactions transactions = new JdbcTransactions(database.patient());
        incarnation.becomes(transactions.inOne(connection -> IncarnationRows.begin(connection, settings.node())));
        transactions.inOne(connection -> {
            Sweep.trace(connection, IncarnationRows.databaseDay(connection), Sweeping.traceDays());
            return null;
        });
        housekeeping.start();
        LOG.log(Level.INFO, "database ready, {0} migrations run; node {1}, incarnation {2}",
                new Object[] {migrated, settings.node(), String.valueOf(incarnation.id())});
    }

    private void waitForDatabase() {
        long deadline = System.nanoTime() + DATABASE_WAIT_MAX.toNanos();
        for (boolean said = false;; said = true) {
            try (Connection connection = database.direct().getConnection()) {
                if (connection.isValid(5)) {
                    return;
                }
            } catch (SQLException e) {
                if (!said) {
                    LOG.log(Level.WARNING, "the database (GATEPOST_DB_URL) does not answer, waiting for it: {0}", StoreException.summary(e));
                }
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("the database (GATEPOST_DB_URL) did not answer for " + DATABASE_WAIT_MAX.toSeconds() + " s: "
                            + StoreException.summary(e), e);
                }
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the database", e);
        }
    }

    @PreDestroy
    void end() {
        housekeeping.stop();
        alarms.drain();
        trace.close();
    }
}
