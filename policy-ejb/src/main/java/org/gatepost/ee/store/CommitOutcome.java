package org.gatepost.ee.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

import javax.sql.DataSource;

import org.gatepost.mail.QueueId;

/**
 * Asks the database afterwards what became of a transaction whose commit did not answer. Safe for use by many threads.
 *
 * <p>The transaction's id tells only when it is over. A database that crashed gives ids again which it had given and not yet written down, so that
 * "committed" may be said of somebody else's transaction; what committed ours is a message of it, in the queue or in the trace.
 */
public final class CommitOutcome {

    /** How long it is asked, at most. */
    public static final Duration ASK_MAX = Duration.ofSeconds(30);

    private static final Logger LOG = Logger.getLogger(CommitOutcome.class.getName());
    private static final long PAUSE_MILLIS = 200;
    // The trace as well: what was stored free may have been delivered by now.
    private static final String IS_OURS = "SELECT EXISTS (SELECT 1 FROM message WHERE id = ?) OR EXISTS (SELECT 1 FROM trace_event WHERE queue_id = ?)";
    /** An id that was not given yet (any more). */
    private static final String INVALID_PARAMETER = "22023";

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

    /**
     * Waits while the transaction is still in progress or the database cannot be reached.
     *
     * @param witness a message that is ours if the transaction committed, and only then
     */
    public Answer ask(String transactionId, QueueId witness) {
        long deadline = System.nanoTime() + askMax.toNanos();
        do {
            try (Connection connection = direct.getConnection()) {
                // In this order, and in two statements: once it is over, the next snapshot sees its rows.
                if (isOver(connection, transactionId)) {
                    return isOurs(connection, witness) ? Answer.COMMITTED : Answer.ABORTED;
                }
            } catch (SQLException e) {
                LOG.log(Level.FINE, "the outcome of a commit cannot be asked for now", e);
            }
        } while (pause() && System.nanoTime() < deadline);
        return Answer.UNKNOWN;
    }

    private static boolean isOver(Connection connection, String transactionId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT pg_xact_status(?::xid8)")) {
            select.setString(1, transactionId);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return !"in progress".equals(row.getString(1));
            }
        } catch (SQLException e) {
            if (INVALID_PARAMETER.equals(e.getSQLState())) {
                return true;
            }
            throw e;
        }
    }

    private static boolean isOurs(Connection connection, QueueId message) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(IS_OURS)) {
            select.setObject(1, message.value());
            select.setObject(2, message.value());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
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
