package org.gatepost.workbench.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;

import org.gatepost.ee.inbound.GroupCommit;
import org.gatepost.ee.store.CommitOutcome;
import org.gatepost.ee.store.Incarnation;
import org.gatepost.ee.store.IncarnationRows;
import org.gatepost.ee.store.JdbcTransactions;
import org.gatepost.ee.store.QueueFill;
import org.gatepost.ee.store.Transactions;
import org.gatepost.ee.trace.TraceRing;
import org.gatepost.workbench.fixture.Eventually;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How full the queue is, by a real PostgreSQL and its statistics: a session of the database reports what it did when it ends, at the latest. */
class QueueFillIT {

    private static final Duration REPORTED_WITHIN = Duration.ofSeconds(30);

    @TempDir
    private Path var;
    private final Database database = Database.shared();
    private final Transactions transactions = new JdbcTransactions(database.source());

    /** One message with one entry. */
    @BeforeEach
    void oneMessage() {
        database.empty();
        Incarnation incarnation = new Incarnation();
        incarnation.becomes(transactions.inOne(connection -> IncarnationRows.begin(connection, "node-1")));
        TraceRing trace = TraceRing.over(database.source(), var, "node-1");
        GroupCommit acceptance = GroupCommit.over(transactions, new CommitOutcome(database.source(), Duration.ofSeconds(5)), incarnation, "node-1",
                new TakenEntries(), trace);
        acceptance.accept(Messages.of("x\r\n", "alice@example.com"));
        acceptance.stop();
        trace.close();
    }

    private void add(int entries) {
        database.run("INSERT INTO queue_entry (id, message_id, channel, next_hop, due_at) SELECT gen_random_uuid(), m.id, 'c', 'h', now()"
                + " FROM message m, generate_series(1, " + entries + ")");
    }

    private void remove(int entries) {
        database.run("DELETE FROM queue_entry WHERE id IN (SELECT id FROM queue_entry WHERE channel = 'c' LIMIT " + entries + ")");
    }

    private boolean isFull(QueueFill fill) {
        return transactions.inOne(fill::look);
    }

    private void sees(QueueFill fill, long entries) throws Exception {
        Eventually.get("the statistics tell of " + entries, REPORTED_WITHIN, () -> {
            isFull(fill);
            return fill.entries();
        }, seen -> seen == entries);
    }

    @Test
    void countsAtFirstAndFollowsWhatIsReported() throws Exception {
        QueueFill fill = new QueueFill(1_000_000);
        assertEquals(0, fill.entries());
        assertFalse(isFull(fill));
        assertEquals(1, fill.entries());
        add(500);
        sees(fill, 501);
        remove(300);
        sees(fill, 201);
    }

    @Test
    void isFullWithTheLastEntryThatMayBeAndNoLongerWithOneLess() throws Exception {
        QueueFill fill = new QueueFill(11);
        add(9);
        assertFalse(isFull(fill));
        add(1);
        Eventually.get("it is full", REPORTED_WITHIN, () -> isFull(fill), full -> full);
        assertEquals(11, fill.entries());
        remove(1);
        // While it seems full it is counted.
        assertFalse(isFull(fill));
        assertEquals(10, fill.entries());
    }

    @Test
    void whatWasRolledBackRefusesNobody() throws Exception {
        QueueFill fill = new QueueFill(100);
        assertFalse(isFull(fill));
        database.run("BEGIN", "INSERT INTO queue_entry (id, message_id, channel, next_hop) SELECT gen_random_uuid(), m.id, 'c', 'h' FROM message m,"
                + " generate_series(1, 200)", "ROLLBACK");
        add(1);
        sees(fill, 2);
        assertFalse(isFull(fill));
    }

    @Test
    void countsAnewWhereTheStatisticsBeginAnew() throws Exception {
        QueueFill fill = new QueueFill(1_000_000);
        add(50);
        sees(fill, 51);
        // The table's counters are those of all tests before.
        assertTrue(database.number("SELECT pg_stat_get_tuples_inserted('queue_entry'::regclass)") > 0);
        database.run("SELECT pg_stat_reset_single_table_counters('queue_entry'::regclass)");
        add(3);
        sees(fill, 54);
    }
}
