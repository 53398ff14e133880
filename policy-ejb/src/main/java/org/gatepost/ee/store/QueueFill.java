package org.gatepost.ee.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.gatepost.ee.settings.Settings;
import org.gatepost.queue.Backlog;

/**
 * How many entries the queue holds: counted now and then, and in between moved on by what PostgreSQL's own statistics say was inserted and deleted
 * since. A look costs one row of statistics, whatever the queue holds. Counted anew at the first look, every ten minutes, where the statistics began
 * anew (as after a crash of the database), and, at each look, as long as the queue seems full: nobody is refused by an estimate.
 *
 * <p>Between two counts it is wrong by the inserts of transactions that were rolled back and by what sessions of the database have not yet reported,
 * which they do every second. Read by many threads; {@link #look} is for one.
 */
@ApplicationScoped
public class QueueFill implements Backlog {

    /** How long a count is moved on by statistics. */
    static final Duration COUNT_EVERY = Duration.ofMinutes(10);

    private static final String REPORTED = "SELECT n_tup_ins, n_tup_del FROM pg_stat_all_tables WHERE relid = 'queue_entry'::regclass";

    private final long entriesMax;
    private Optional<Counted> last = Optional.empty();
    private volatile long entries;

    /** What the statistics say of the table's whole life, or of that since they began anew. */
    private record Reported(long inserted, long deleted) {

        boolean goesOnFrom(Reported earlier) {
            return inserted >= earlier.inserted && deleted >= earlier.deleted;
        }

        long gainSince(Reported earlier) {
            return inserted - earlier.inserted - (deleted - earlier.deleted);
        }
    }

    /** A count, and what was reported just before it. */
    private record Counted(long entries, Reported reported, long nanos) {
    }

    /** For the container's proxy. */
    protected QueueFill() {
        this.entriesMax = 0;
    }

    @Inject
    QueueFill(Settings settings) {
        this(settings.queueRowsMax());
    }

    /** For use without a container. */
    public QueueFill(long entriesMax) {
        this.entriesMax = entriesMax;
    }

    @Override
    public long entries() {
        return entries;
    }

    @Override
    public long entriesMax() {
        return entriesMax;
    }

    /** Brings the number up to date. True where the queue is full. */
    public boolean look(Connection connection) throws SQLException {
        Reported now = reported(connection);
        Optional<Long> estimate = last.filter(counted -> serves(counted, now)).map(counted -> counted.entries() + now.gainSince(counted.reported()))
                .filter(some -> some < entriesMax);
        if (estimate.isPresent()) {
            entries = Math.max(0, estimate.get());
        } else {
            count(connection, now);
        }
        return entries >= entriesMax;
    }

    private boolean serves(Counted counted, Reported now) {
        return now.goesOnFrom(counted.reported()) && System.nanoTime() - counted.nanos() < COUNT_EVERY.toNanos();
    }

    private void count(Connection connection, Reported now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT count(*) FROM queue_entry"); ResultSet row = select.executeQuery()) {
            row.next();
            entries = row.getLong(1);
            last = Optional.of(new Counted(entries, now, System.nanoTime()));
        }
    }

    private static Reported reported(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(REPORTED); ResultSet row = select.executeQuery()) {
            row.next();
            return new Reported(row.getLong(1), row.getLong(2));
        }
    }
}
