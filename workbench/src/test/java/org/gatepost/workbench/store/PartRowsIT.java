package org.gatepost.workbench.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.gatepost.ee.inbound.GroupCommit;
import org.gatepost.ee.store.AgedParts;
import org.gatepost.ee.store.CommitOutcome;
import org.gatepost.ee.store.ContentChunks;
import org.gatepost.ee.store.Incarnation;
import org.gatepost.ee.store.IncarnationRows;
import org.gatepost.ee.store.JdbcContentStore;
import org.gatepost.ee.store.JdbcQueueStore;
import org.gatepost.ee.store.JdbcTransactions;
import org.gatepost.ee.store.PartRows;
import org.gatepost.ee.store.Transactions;
import org.gatepost.ee.trace.TraceRing;
import org.gatepost.partial.ArrivedPart;
import org.gatepost.partial.KnownPart;
import org.gatepost.partial.PartFields;
import org.gatepost.partial.PartLimits;
import org.gatepost.partial.PartialSets;
import org.gatepost.partial.PartsChange;
import org.gatepost.partial.Standing;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.QueueEntry;
import org.gatepost.queue.QueuedRecipient;
import org.gatepost.queue.RecipientState;
import org.gatepost.smtp.listener.Receipt;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.spool.MemoryContent;
import org.gatepost.stage.Match;
import org.gatepost.trace.TraceEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts that wait for others, against a real PostgreSQL: each set is completed once, whoever brings the last part, and nothing of it is doubled or lost. */
class PartRowsIT {

    private static final String HEADER = "Content-Type: message/partial\r\n\r\n";
    private static final String ALICE = "alice@example.com";
    private static final ArrivedPart.Envelope ENVELOPE = new ArrivedPart.Envelope("tcp_local", "", "a@remote.example", List.of(ALICE), "");
    private static final Duration FOUR_DAYS = PartLimits.DEFAULT.age();

    @TempDir
    Path var;
    private final Database database = Database.shared();
    private final Transactions transactions = new JdbcTransactions(database.source());
    private final PartRows parts = new PartRows(transactions, new JdbcContentStore(transactions), PartLimits.DEFAULT, "node-1");
    private final Incarnation incarnation = new Incarnation();
    private final List<GroupCommit> nodes = new ArrayList<>();
    private TraceRing trace;

    @BeforeEach
    void startANode() {
        database.empty();
        database.run("TRUNCATE partial_set, partial_part");
        trace = TraceRing.over(database.source(), var, "node-1");
        incarnation.becomes(transactions.inOne(connection -> IncarnationRows.begin(connection, "node-1")));
        node("node-1");
    }

    private GroupCommit node(String name) {
        TakenEntries fresh = new TakenEntries();
        fresh.room = false;
        nodes.add(GroupCommit.over(transactions, new CommitOutcome(database.source(), Duration.ofSeconds(5)), incarnation, name, fresh, trace));
        return nodes.getLast();
    }

    @AfterEach
    void stopIt() {
        nodes.forEach(GroupCommit::stop);
        trace.close();
    }

    private static ArrivedPart part(String id, int number, int total, String body) {
        try {
            return ArrivedPart.of(new PartFields(id, number, total == 0 ? OptionalInt.empty() : OptionalInt.of(total)), ENVELOPE,
                    new MemoryContent((HEADER + body).getBytes(StandardCharsets.ISO_8859_1)), HEADER.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Standing standing(ArrivedPart part) {
        return assertInstanceOf(Match.Found.class, parts.standing(part)) instanceof Match.Found<?>(Standing found) ? found : null;
    }

    /** A message whose copies the rule holds. */
    private static NewMessage kept(ArrivedPart part, String body) {
        NewMessage message = Messages.of(HEADER + body, ALICE, "bob@example.com");
        QueueEntry entry = message.entries().getFirst();
        List<QueuedRecipient> held = entry.recipients().stream()
                .map(each -> new QueuedRecipient(each.number(), each.recipient(), new RecipientState.Held(PartialSets.RULE, "part " + part.fields().number()))).toList();
        return changing(new NewMessage(message.message(), message.content(), List.of(QueueEntry.fresh(entry.id(), entry.route(), held)), message.trace()), new PartsChange.Joins(part));
    }

    private static NewMessage changing(NewMessage message, PartsChange change) {
        return new NewMessage(message.message(), message.content(), message.entries(), message.trace(), message.decided(), message.reports(), message.memories(), Optional.of(change));
    }

    private static NewMessage whole(ArrivedPart part, Standing.Completes of) {
        return changing(Messages.of("the whole\r\n", ALICE), new PartsChange.Makes(part, of));
    }

    private KnownPart join(ArrivedPart part, String body) {
        NewMessage message = kept(part, body);
        assertInstanceOf(Receipt.Accepted.class, nodes.getFirst().accept(message));
        return new KnownPart(message.message().id(), part.bodyAt(), part.octets(), part.digest());
    }

    @Test
    void c29PartsWaitAndTheLastOneMakesTheWhole() throws Exception {
        ArrivedPart third = part("x", 3, 3, "three\r\n");
        ArrivedPart first = part("x", 1, 0, "one\r\n");
        ArrivedPart second = part("x", 2, 0, "two\r\n");
        assertEquals(new Standing.Waits(), standing(third));
        KnownPart here = join(third, "three\r\n");
        KnownPart one = join(first, "one\r\n");
        try (InputStream in = parts.open(one)) {
            assertEquals(HEADER + "one\r\n", new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        }
        Standing.Completes completes = assertInstanceOf(Standing.Completes.class, standing(second));
        assertEquals(List.of(one, here), List.copyOf(completes.others().values()));
        assertEquals(2, database.count("queue_entry"));
        NewMessage whole = whole(second, completes);
        assertInstanceOf(Receipt.Accepted.class, nodes.getFirst().accept(whole));
        assertEquals(List.of(whole.message().id().value().toString()), database.strings("SELECT id::text FROM message"));
        assertEquals(1, database.count("queue_entry"), "of the whole alone");
        assertEquals(1, database.count("recipient"));
        assertEquals(1, database.count("content_chunk"), "and its content alone");
        assertEquals(0, database.count("partial_part"));
        assertEquals(List.of("Defragmentation: put together with its other parts, and went on as " + whole.message().id()), database.strings("SELECT DISTINCT reason FROM trace_event WHERE kind = 'discard'"));
        assertEquals(4, database.count("trace_event WHERE kind = 'discard'"), "a copy each of two parts for two recipients");
        // The last one again, after a 250 that was lost, and another one.
        assertEquals(new Standing.WentOn(whole.message().id()), standing(second));
        assertEquals(new Standing.WentOn(whole.message().id()), standing(third));
        assertInstanceOf(Receipt.Refused.class, nodes.getFirst().accept(whole(second, completes)));
        assertInstanceOf(Receipt.Refused.class, nodes.getFirst().accept(kept(first, "one\r\n")));
        assertEquals(1, database.count("message"));
    }

    @Test
    void c29WhatIsAloneAllOfItsMessageIsWhole() {
        ArrivedPart only = part("x", 1, 1, "one\r\n");
        Standing.Completes completes = assertInstanceOf(Standing.Completes.class, standing(only));
        NewMessage whole = whole(only, completes);
        assertInstanceOf(Receipt.Accepted.class, nodes.getFirst().accept(whole));
        assertEquals(new Standing.WentOn(whole.message().id()), standing(only));
    }

    @Test
    void c29OfTwoNodesThatHaveTheLastTwoPartsOneCompletes() throws Exception {
        GroupCommit other = node("node-2");
        try (ExecutorService both = Executors.newFixedThreadPool(3)) {
            for (int round = 0; round < 25; round++) {
                String id = "round " + round;
                join(part(id, 1, 0, "one\r\n"), "one\r\n");
                CountDownLatch start = new CountDownLatch(1);
                List<Future<Boolean>> made = new ArrayList<>();
                // The last one comes twice: its client gave up on one node and tries the other.
                made.add(both.submit(() -> arrives(nodes.getFirst(), part(id, 2, 0, "two\r\n"), "two\r\n", start)));
                made.add(both.submit(() -> arrives(other, part(id, 3, 3, "three\r\n"), "three\r\n", start)));
                made.add(both.submit(() -> arrives(nodes.getFirst(), part(id, 3, 3, "three\r\n"), "three\r\n", start)));
                start.countDown();
                int wholes = 0;
                for (Future<Boolean> each : made) {
                    wholes += each.get() ? 1 : 0;
                }
                assertEquals(1, wholes, id);
            }
        }
        assertEquals(25, database.count("message"), "the wholes");
        assertEquals(25, database.count("partial_set WHERE whole IS NOT NULL"));
        assertEquals(0, database.count("partial_part"));
        assertEquals(0, database.count("recipient WHERE state = 'held'"));
    }

    /** What the gate does; true where it made the whole. */
    private boolean arrives(GroupCommit node, ArrivedPart part, String body, CountDownLatch start) throws InterruptedException {
        start.await();
        for (int looks = 0; looks < 4; looks++) {
            switch (standing(part)) {
                case Standing.Waits waits when node.accept(kept(part, body)) instanceof Receipt.Accepted -> {
                    return false;
                }
                case Standing.Completes completes when node.accept(whole(part, completes)) instanceof Receipt.Accepted -> {
                    return true;
                }
                case Standing.Here here -> {
                    return false;
                }
                case Standing.WentOn wentOn -> {
                    return false;
                }
                case Standing.Refused refused -> throw new AssertionError(refused);
                case Standing.Waits waits -> { }
                case Standing.Completes completes -> { }
            }
        }
        throw new AssertionError("changed each time");
    }

    @Test
    void c29APartThatComesAgainIsThatPartAndAnotherWithItsNumberIsNot() {
        ArrivedPart first = part("x", 1, 2, "one\r\n");
        KnownPart here = join(first, "one\r\n");
        assertEquals(new Standing.Here(here.message()), standing(first));
        assertInstanceOf(Receipt.Refused.class, nodes.getFirst().accept(kept(first, "one\r\n")), "nothing is doubled");
        assertEquals(1, database.count("message"));
        assertEquals(Replies.PART_DOES_NOT_FIT, assertInstanceOf(Standing.Refused.class, standing(part("x", 1, 2, "uno\r\n"))).reply());
        assertEquals(Replies.PART_DOES_NOT_FIT, assertInstanceOf(Standing.Refused.class, standing(part("x", 3, 3, "three\r\n"))).reply());
        assertEquals(new Standing.Waits(), standing(part("y", 2, 2, "two\r\n")), "of another message");
    }

    @Test
    void c29APartThatSomebodyReleasedIsNotPutTogetherAndNobodyGetsItTwice() {
        ArrivedPart second = part("x", 2, 2, "two\r\n");
        KnownPart here = join(part("x", 1, 0, "one\r\n"), "one\r\n");
        Standing.Completes completes = assertInstanceOf(Standing.Completes.class, standing(second));
        database.run("UPDATE recipient SET state = 'waiting', state_by = '' WHERE address = '" + ALICE + "'");
        assertInstanceOf(Receipt.Refused.class, nodes.getFirst().accept(whole(second, completes)), "judged by what is no longer so");
        assertEquals(List.of(here.message().value().toString()), database.strings("SELECT id::text FROM message"));
        assertEquals(1, database.count("content_chunk"));
        assertEquals(new Standing.Waits(), standing(second));
        assertEquals(false, parts.refused(second, completes, Replies.FILTER_REFUSED));
        assertEquals(1, database.count("message"));
        // Its number is free again.
        join(part("x", 1, 0, "one\r\n"), "one\r\n");
        assertEquals(1, database.count("partial_part"));
        assertInstanceOf(Standing.Completes.class, standing(second));
    }

    @Test
    void c29AWholeThatCannotBeStoredLeavesItsPartsAsTheyWere() {
        ArrivedPart second = part("x", 2, 2, "two\r\n");
        KnownPart here = join(part("x", 1, 0, "one\r\n"), "one\r\n");
        Standing.Completes completes = assertInstanceOf(Standing.Completes.class, standing(second));
        NewMessage whole = whole(second, completes);
        database.run("CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'at the commit'; END $$",
                "CREATE CONSTRAINT TRIGGER fails AFTER UPDATE ON partial_set DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fails()");
        try {
            assertInstanceOf(Receipt.Refused.class, nodes.getFirst().accept(whole));
        } finally {
            database.run("DROP TRIGGER fails ON partial_set", "DROP FUNCTION fails");
        }
        assertEquals(List.of(here.message().value().toString()), database.strings("SELECT id::text FROM message"));
        assertEquals(2, database.count("recipient WHERE state = 'held' AND state_by = 'Defragmentation'"));
        assertEquals(0, database.count("trace_event WHERE kind = 'discard'"));
        assertEquals(completes, standing(second));
        assertInstanceOf(Receipt.Accepted.class, nodes.getFirst().accept(whole));
        assertEquals(1, database.count("message"));
    }

    @Test
    void c29WhatWasLargeGoesWithItsPiecesAndTheOthersOfItsGroupAreStored() {
        String large = "x".repeat(78) + "\r\n";
        String body = large.repeat(ContentChunks.CHUNK_OCTETS / 40);
        join(part("x", 1, 0, body), body);
        assertTrue(database.count("content_chunk") > 1);
        ArrivedPart second = part("x", 2, 2, "two\r\n");
        NewMessage whole = whole(second, assertInstanceOf(Standing.Completes.class, standing(second)));
        assertInstanceOf(Receipt.Accepted.class, nodes.getFirst().accept(whole));
        assertEquals(1, database.count("content_chunk"));
    }

    @Test
    void c29AWholeThatIsRefusedTakesItsPartsAlongAndIsRemembered() {
        ArrivedPart second = part("x", 2, 2, "two\r\n");
        join(part("x", 1, 0, "one\r\n"), "one\r\n");
        Standing.Completes completes = assertInstanceOf(Standing.Completes.class, standing(second));
        assertTrue(parts.refused(second, completes, Replies.FILTER_REFUSED));
        assertEquals(0, database.count("message"));
        assertEquals(0, database.count("queue_entry") + database.count("recipient") + database.count("content_chunk") + database.count("partial_part"));
        assertEquals(List.of("Defragmentation: the whole was refused: 550 5.7.1 message refused"), database.strings("SELECT DISTINCT reason FROM trace_event WHERE kind = 'discard'"));
        assertEquals(Replies.FILTER_REFUSED, assertInstanceOf(Standing.Refused.class, standing(second)).reply());
        assertEquals(Replies.FILTER_REFUSED, assertInstanceOf(Standing.Refused.class, standing(part("x", 1, 0, "one\r\n"))).reply());
        assertEquals(false, parts.refused(second, completes, Replies.FILTER_REFUSED));
        assertTrue(parts.refused(part("y", 1, 1, "all\r\n"), new Standing.Completes(new TreeMap<>()), Replies.FILTER_REFUSED), "of one part alone");
    }

    @Test
    void c29WhatIsNotWholeInTimeGoesBackToItsSenderAndWhatWasIsForgotten() {
        join(part("old", 1, 3, "one\r\n"), "one\r\n");
        join(part("old", 2, 3, "two\r\n"), "two\r\n");
        join(part("new", 1, 3, "one\r\n"), "one\r\n");
        ArrivedPart only = part("whole", 1, 1, "one\r\n");
        nodes.getFirst().accept(whole(only, assertInstanceOf(Standing.Completes.class, standing(only))));
        assertEquals(0, giveBack());
        database.run("UPDATE partial_set SET began_at = now() - interval '4 days 1 minute' WHERE key = '" + part("old", 1, 3, "").set() + "'");
        assertEquals(1, giveBack());
        assertEquals(0, giveBack());
        assertEquals(4, database.count("recipient r JOIN queue_entry e ON e.id = r.entry_id WHERE r.state = 'waiting' AND e.return_requested_by = 'rule Defragmentation'"));
        assertEquals(4, database.count("trace_event WHERE kind = 'release' AND reason = 'Defragmentation: the other parts did not come within 96 hours; to be returned to the sender'"));
        assertEquals(2, new JdbcQueueStore(transactions, incarnation, "node-1", trace).claimReturned(10).size());
        assertEquals(1, database.count("partial_part"), "of the other that is not whole");
        assertEquals(2, database.count("recipient WHERE state = 'held'"));
        assertEquals(0, forget());
        database.run("UPDATE partial_set SET finished_at = now() - interval '4 days 1 minute' WHERE whole IS NOT NULL");
        assertEquals(1, forget());
        assertEquals(1, database.count("partial_set"));
    }

    private int giveBack() {
        return transactions.inOne(connection -> AgedParts.giveBack(connection, "node-1", FOUR_DAYS));
    }

    private int forget() {
        return transactions.inOne(connection -> AgedParts.forget(connection, FOUR_DAYS));
    }

    @Test
    void c29OneMoreThanMayWaitDoesNot() {
        ArrivedPart first = part("x", 1, 2, "one\r\n");
        NewMessage kept = kept(first, "one\r\n");
        database.run("INSERT INTO partial_set (key, sender) SELECT 'k' || n, '" + first.sender() + "' FROM generate_series(1, " + PartLimits.DEFAULT.senderSetsMax() + ") n");
        assertEquals(Replies.INSUFFICIENT_STORAGE, assertInstanceOf(Standing.Refused.class, standing(first)).reply());
        assertInstanceOf(Receipt.Refused.class, nodes.getFirst().accept(kept), "also where it was judged before");
        database.run("DELETE FROM partial_set WHERE key = 'k1'");
        assertEquals(new Standing.Waits(), standing(first));
        database.run("INSERT INTO partial_set (key, sender) SELECT 'o' || n, 'other ' || n FROM generate_series(1, " + (PartLimits.DEFAULT.setsMax() - PartLimits.DEFAULT.senderSetsMax() + 1) + ") n");
        assertEquals(Replies.INSUFFICIENT_STORAGE, assertInstanceOf(Standing.Refused.class, standing(first)).reply());
        database.run("DELETE FROM partial_set WHERE key = 'o1'");
        assertEquals(new Standing.Waits(), standing(first));
        database.run("INSERT INTO partial_part SELECT 'o2', 1, gen_random_uuid(), 0, " + (PartLimits.DEFAULT.waitingOctetsMax() - 5) + ", ''");
        assertEquals(new Standing.Waits(), standing(first));
        database.run("UPDATE partial_part SET octets = octets + 1");
        assertEquals(Replies.INSUFFICIENT_STORAGE, assertInstanceOf(Standing.Refused.class, standing(first)).reply());
    }

    @Test
    void c29WhatCannotBeAskedIsNotAnswered() {
        PartRows away = new PartRows(new Transactions() {
            @Override
            public <T> T inOne(org.gatepost.ee.store.SqlWork<T> work) {
                throw new IllegalStateException("away");
            }
        }, new JdbcContentStore(transactions), PartLimits.DEFAULT, "node-1");
        assertInstanceOf(Match.Unavailable.class, away.standing(part("x", 1, 2, "one\r\n")));
    }

    @Test
    void c29TheTraceOfAWholeNamesItsEventsOnce() {
        ArrivedPart second = part("x", 2, 2, "two\r\n");
        join(part("x", 1, 0, "one\r\n"), "one\r\n");
        NewMessage plain = Messages.of("the whole\r\n", ALICE);
        TraceEvent accepted = TraceEvent.of(TraceEvent.Kind.ACCEPT, Instant.now(), "whole").withQueueId(plain.message().id());
        NewMessage whole = changing(new NewMessage(plain.message(), plain.content(), plain.entries(), List.of(accepted)),
                new PartsChange.Makes(second, assertInstanceOf(Standing.Completes.class, standing(second))));
        assertInstanceOf(Receipt.Accepted.class, nodes.getFirst().accept(whole));
        assertEquals(1, database.count("trace_event WHERE reason = 'whole'"));
        assertEquals(Set.of("discard"), Set.copyOf(database.strings("SELECT kind FROM trace_event WHERE reason LIKE 'Defragmentation: put together%'")));
    }
}
