package org.gatepost.ee.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

import javax.sql.DataSource;

/** Asks the database afterwards what became of a transaction whose commit did not answer. Safe for use by many threads. */
public final class CommitOutcome {

    /** How long it is asked, at most. */
    public static final Duration ASK_MAX = Duration.ofSeconds(30);

    private static final Logger LOG = Logger.getLogger(CommitOutcome.class.getName());
    private static final long PAUSE_MILLIS = 200;

    private final DataSource direct;
    private final Duration askMax;

    /** What it says. */
    public enum Answer {
        COMMITTED, ABORTED,
        /** Nobody could say in time. */
        UNKNOWN
    }

    /** Asks on new connections from there; {@link #ASK_MAX} is usual. */
    public CommitOutcome(DataSource direct, Duration askMax) {
        this.direct = direct;
        this.askMax = askMax;
    }

    /** The id of the running transaction, to ask by later. Gives it one where it had none. */
    public static String transactionId(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT pg_current_xact_id()::text");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }

    /** Waits while the transaction is still in progress or the database cannot be reached. */
    public Answer ask(String transactionId) {
        long deadline = System.nanoTime() + askMax.toNanos();
        do {
            try (Connection connection = direct.getConnection();
                    PreparedStatement select = connection.prepareStatement("SELECT pg_xact_status(?::xid8)")) {
                select.setString(1, transactionId);
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    String status = String.valueOf(row.getString(1));
                    if (status.equals("committed")) {
                        return Answer.COMMITTED;
                    }
                    if (status.equals("aborted")) {
                        return Answer.ABORTED;
                    }
                }
            } catch (SQLException e) {
                LOG.log(Level.FINE, "the outcome of a commit cannot be asked for now", e);
            }
        } while (pause() && System.nanoTime() < deadline);
        return Answer.UNKNOWN;
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
