package org.gatepost.ee.inbound;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.gatepost.ee.store.CommitOutcome;
import org.gatepost.ee.store.MessageRows;
import org.gatepost.ee.store.StoreException;
import org.gatepost.ee.store.StoredMessage;
import org.gatepost.ee.store.Transactions;
import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.NewMessage;
import org.gatepost.smtp.listener.Receipt;
import org.gatepost.smtp.protocol.Replies;

/**
 * Commits groups of messages and tells each session what came of its own. A group that aborts is tried again message by message, so that a bad
 * one fails alone; of a commit that did not answer the database is asked afterwards. Safe for use by several writers.
 */
final class GroupWriter {

    /** Contents up to this size are handed on in memory. */
    static final int HANDED_ON_OCTETS_MAX = 64 << 10;

    /** How often a transaction that cannot begin is tried: after the database came back, the pool hands out dead connections for a moment. */
    static final int BEGIN_TRIES_MAX = 3;

    private static final Logger LOG = Logger.getLogger(GroupWriter.class.getName());

    private final Transactions transactions;
    private final MessageRows rows;
    private final CommitOutcome outcomes;
    private final LongSupplier incarnation;
    private final After after;
    private volatile boolean away;

    /** What is done with a committed message before its session is told. */
    interface After {

        void offer(List<ClaimedEntry> entries, Optional<byte[]> content);

        void committed(NewMessage message);
    }

    /** What came of one transaction. */
    private enum Result {
        COMMITTED,
        /** The rows were refused, or the database could not be reached: nothing is there. */
        ABORTED,
        /** The database said no, or went away, at the commit: nothing is there. */
        ABORTED_AT_COMMIT,
        /** It did not even begin. */
        UNREACHABLE,
        UNKNOWN
    }

    GroupWriter(Transactions transactions, MessageRows rows, CommitOutcome outcomes, LongSupplier incarnation, After after) {
        this.transactions = transactions;
        this.rows = rows;
        this.outcomes = outcomes;
        this.incarnation = incarnation;
        this.after = after;
    }

    /** Completes the receipt of every message of the group, whatever happens. */
    void write(List<WaitingMessage> group) {
        try {
            if (group.size() == 1) {
                writeAlone(group.getFirst());
                return;
            }
            Result result = attempt(group);
            switch (result) {
                case COMMITTED -> group.forEach(this::accepted);
                case ABORTED, ABORTED_AT_COMMIT -> writeEach(group);
                case UNREACHABLE -> group.forEach(GroupWriter::refused);
                case UNKNOWN -> group.forEach(message -> message.receipt().complete(new Receipt.Unknown()));
            }
        } finally {
            // Only a bug leaves one open; its session must not wait for ever, and nobody knows whether the rows are there.
            group.forEach(message -> message.receipt().complete(new Receipt.Unknown()));
        }
    }

    /** One by one; once the database does not answer it is asked no more, for each question would make all that wait wait longer. */
    private void writeEach(List<WaitingMessage> group) {
        boolean away = false;
        for (WaitingMessage message : group) {
            if (away) {
                refused(message);
            } else {
                away = writeAlone(message);
            }
        }
    }

    /** True where the database did not answer. */
    private boolean writeAlone(WaitingMessage message) {
        Result result = attempt(List.of(message));
        if (result == Result.ABORTED_AT_COMMIT) {
            result = attempt(List.of(message));
        }
        switch (result) {
            case COMMITTED -> accepted(message);
            case ABORTED, ABORTED_AT_COMMIT, UNREACHABLE -> refused(message);
            case UNKNOWN -> message.receipt().complete(new Receipt.Unknown());
        }
        return result == Result.UNREACHABLE || result == Result.UNKNOWN;
    }

    private Result attempt(List<WaitingMessage> group) {
        Result result = once(group);
        for (int tries = 1; result == Result.UNREACHABLE && tries < BEGIN_TRIES_MAX; tries++) {
            result = once(group);
        }
        return result;
    }

    private Result once(List<WaitingMessage> group) {
        List<StoredMessage> stored = group.stream().map(WaitingMessage::stored).toList();
        Progress progress = new Progress();
        try {
            transactions.inOne(connection -> {
                progress.transactionId = CommitOutcome.transactionId(connection);
                rows.insert(connection, stored, incarnation.getAsLong());
                progress.atCommit = true;
                return null;
            });
            away = false;
            return Result.COMMITTED;
        } catch (RuntimeException | Error e) {
            boolean unreachable = progress.transactionId == null;
            // Once, not with every group, while the database is away.
            LOG.log(unreachable && away ? Level.FINE : Level.WARNING, "a group of {0} messages was not committed: {1}", new Object[] {group.size(), reason(e)});
            away = unreachable;
            if (unreachable) {
                return Result.UNREACHABLE;
            }
            if (!progress.atCommit) {
                return Result.ABORTED;
            }
            return switch (outcomes.ask(progress.transactionId, stored.getFirst().message().message().id())) {
                case COMMITTED -> Result.COMMITTED;
                case ABORTED -> Result.ABORTED_AT_COMMIT;
                case UNKNOWN -> Result.UNKNOWN;
            };
        }
    }

    /** How far a transaction came. */
    private static final class Progress {
        private String transactionId;
        private boolean atCommit;
    }

    // Never the driver's own text: it quotes the values, content included.
    private static String reason(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException said) {
                return StoreException.summary(said);
            }
        }
        return thrown.toString();
    }

    private void accepted(WaitingMessage waiting) {
        NewMessage message = waiting.stored().message();
        try {
            after.committed(message);
            if (waiting.stored().leased()) {
                List<ClaimedEntry> entries = message.entries().stream().filter(entry -> entry.isWaiting())
                        .map(entry -> new ClaimedEntry(entry, message.message())).toList();
                if (!entries.isEmpty()) {
                    after.offer(entries, waiting.stored().content().filter(content -> content.length <= HANDED_ON_OCTETS_MAX));
                }
            }
        } catch (RuntimeException | Error e) {
            LOG.log(Level.SEVERE, "message " + message.message().id() + " is ours, but was not handed on; it is free again within minutes", e);
        } finally {
            waiting.receipt().complete(new Receipt.Accepted(message.message().id().toString()));
        }
    }

    private static void refused(WaitingMessage message) {
        message.receipt().complete(new Receipt.Refused(Replies.COULD_NOT_STORE));
    }
}
