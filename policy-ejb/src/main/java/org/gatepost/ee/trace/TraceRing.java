package org.gatepost.ee.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

import javax.sql.DataSource;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.gatepost.ee.settings.Settings;
import org.gatepost.trace.TraceEvent;
import org.gatepost.trace.TraceLog;

/**
 * Takes trace events and passes them on to the JSON log and the database every 250 ms. It never waits: when it is full, or the database has
 * been away too long, events are dropped and counted. Safe for use by many threads; only {@link #drain} is for one.
 */
@ApplicationScoped
public class TraceRing implements TraceLog {

    /** Events on their way. */
    static final int EVENTS_MAX = 64 << 10;
    /** Rows in one transaction. */
    static final int BATCH_MAX = 1_000;

    private static final Logger LOG = Logger.getLogger(TraceRing.class.getName());

    private final ArrayBlockingQueue<Waiting> ring = new ArrayBlockingQueue<>(EVENTS_MAX);
    private final List<TraceEvent> rows = new ArrayList<>();
    private boolean behind;
    private final AtomicLong dropped = new AtomicLong();
    private final TraceCounters counters = new TraceCounters();
    @Resource(lookup = "java:app/jdbc/gatepost")
    private DataSource database;
    @Inject
    private Settings settings;
    private String node;
    private TraceFile file;
    private volatile Consumer<TraceEvent> listener = event -> { };

    private record Waiting(TraceEvent event, boolean alsoRow) {
    }

    /** For the container. */
    public TraceRing() {
    }

    /** For use without a container. */
    public static TraceRing over(DataSource database, Path directory, String node) {
        TraceRing ring = new TraceRing();
        ring.database = database;
        ring.node = node;
        ring.file = new TraceFile(directory, node, TraceFile.OCTETS_MAX);
        return ring;
    }

    @PostConstruct
    void open() {
        node = settings.node();
        file = new TraceFile(settings.var().resolve("log"), node, TraceFile.OCTETS_MAX);
    }

    @Override
    public void record(TraceEvent event) {
        put(new Waiting(event, true));
    }

    /** Takes events whose rows a committed transaction already wrote: they go to the log alone. */
    public void recordCommitted(List<TraceEvent> events) {
        events.forEach(event -> put(new Waiting(event, false)));
    }

    /** From now on this one hears of each event besides; it never waits. */
    public void telling(Consumer<TraceEvent> other) {
        listener = other;
    }

    private void put(Waiting waiting) {
        counters.count(waiting.event());
        listener.accept(waiting.event());
        if (!ring.offer(waiting)) {
            dropped.incrementAndGet();
        }
    }

    /** How many events were dropped since the start of this node. */
    public long dropped() {
        return dropped.get();
    }

    /** What happened on this node lately. */
    public TraceCounters counters() {
        return counters;
    }

    /** Writes what has gathered. Called by the timer, and once more at the end. */
    public synchronized void drain() {
        List<Waiting> taken = new ArrayList<>();
        while (ring.drainTo(taken, BATCH_MAX) > 0) {
            log(taken.stream().map(Waiting::event).toList());
            rows.addAll(taken.stream().filter(Waiting::alsoRow).map(Waiting::event).toList());
            taken.clear();
        }
        if (!store()) {
            int over = rows.size() - EVENTS_MAX;
            if (over > 0) {
                rows.subList(0, over).clear();
                dropped.addAndGet(over);
            }
        }
    }

    /** Writes what has gathered and closes the log. The container calls it again at its own end: sessions may outlive whoever stopped the timers. */
    @PreDestroy
    public synchronized void close() {
        drain();
        try {
            file.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "mail.jsonl could not be closed", e);
        }
    }

    private void log(List<TraceEvent> events) {
        try {
            file.append(events, Instant.now());
        } catch (IOException e) {
            dropped.addAndGet(events.size());
            LOG.log(Level.WARNING, "mail.jsonl cannot be written: {0}", e.toString());
        }
    }

    private boolean store() {
        while (!rows.isEmpty()) {
            List<TraceEvent> batch = rows.subList(0, Math.min(BATCH_MAX, rows.size()));
            try (Connection connection = database.getConnection()) {
                connection.setAutoCommit(false);
                try {
                    write(connection, batch);
                } finally {
                    connection.setAutoCommit(true);
                }
            } catch (SQLException e) {
                return waits(e.getSQLState());
            } catch (RuntimeException e) {
                return waits(e.toString());
            }
            batch.clear();
        }
        behind = false;
        return true;
    }

    private boolean waits(String why) {
        if (!behind) {
            LOG.log(Level.WARNING, "trace rows wait for the database, {0}", why);
        }
        behind = true;
        return false;
    }

    /** All of them or, where one is refused, each by itself: a row that cannot be stored takes no other along. */
    private void write(Connection connection, List<TraceEvent> batch) throws SQLException {
        try {
            TraceRows.insert(connection, node, batch);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            if (!TraceRows.isRefusal(e)) {
                throw e;
            }
            if (batch.size() == 1) {
                // Without the driver's text, which quotes the row.
                LOG.log(Level.WARNING, "a trace row of kind {0} was refused with {1} and is dropped", new Object[] {batch.getFirst().kind(), e.getSQLState()});
                dropped.incrementAndGet();
                return;
            }
            for (TraceEvent event : batch) {
                write(connection, List.of(event));
            }
        }
    }
}
