package org.gatepost.workbench.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.gatepost.ee.inbound.GroupCommit;
import org.gatepost.ee.store.ChannelCounts;
import org.gatepost.ee.store.CommitOutcome;
import org.gatepost.ee.store.Incarnation;
import org.gatepost.ee.store.IncarnationRows;
import org.gatepost.ee.store.JdbcContentStore;
import org.gatepost.ee.store.JdbcQueueStore;
import org.gatepost.ee.store.JdbcTransactions;
import org.gatepost.ee.store.SqlWork;
import org.gatepost.ee.store.StoreException;
import org.gatepost.ee.store.StoredForms;
import org.gatepost.ee.store.Transactions;
import org.gatepost.ee.store.TurnRows;
import org.gatepost.ee.trace.TraceRing;
import org.gatepost.mail.ChannelName;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.QueueId;
import org.gatepost.queue.ChannelCounters;
import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.DueRoutes;
import org.gatepost.queue.EntryWishes;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.QueueEntry;
import org.gatepost.queue.RecipientState;
import org.gatepost.queue.Route;
import org.gatepost.queue.Routing.Destination;
import org.gatepost.queue.Settlement;
import org.gatepost.smtp.listener.Receipt;
import org.gatepost.smtp.protocol.Ret;
import org.gatepost.smtp.protocol.DeliverBy;
import org.gatepost.smtp.protocol.FutureRelease;
import org.gatepost.smtp.protocol.Handling;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.TurnNode;
import org.gatepost.trace.TraceEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store against a real PostgreSQL: what is accepted is there once, is claimed by one, and leaves nothing behind. */
class StoreIT {

    private static final Reply TAKEN = Reply.of(250, "2.0.0", "taken");
    private static final Reply BUSY = Reply.of(451, "4.3.0", "busy");

    @TempDir
    Path var;
    private final Database database = Database.shared();
    private final Incarnation incarnation = new Incarnation();
    private final TakenEntries fresh = new TakenEntries();
    private Transactions transactions;
    private TraceRing trace;
    private JdbcQueueStore queue;
    private GroupCommit acceptance;

    @BeforeEach
    void startANode() {
        database.empty();
        transactions = new JdbcTransactions(database.source());
        trace = TraceRing.over(database.source(), var, "node-1");
        incarnation.becomes(transactions.inOne(connection -> IncarnationRows.begin(connection, "node-1")));
        queue = new JdbcQueueStore(transactions, incarnation, "node-1", trace);
        acceptance = accepting(transactions, Duration.ofSeconds(5));
    }

    @AfterEach
    void stopIt() {
        acceptance.stop();
        trace.close();
    }

    private GroupCommit accepting(Transactions by, Duration askMax) {
        return GroupCommit.over(by, new CommitOutcome(database.source(), askMax), incarnation, "node-1", fresh, trace);
    }

    @Test
    void whatIsAcceptedIsReadBackAsItWas() throws IOException {
        fresh.room = false;
        NewMessage message = Messages.of("hello\r\n", "alice@example.com", "\"odd @ name\"@example.com");
        assertEquals(new Receipt.Accepted(message.message().id().toString()), acceptance.accept(message));
        List<ClaimedEntry> claimed = claim(queue, 10);
        assertEquals(1, claimed.size());
        assertEquals(message.message(), claimed.getFirst().message());
        assertEquals(message.entries().getFirst().recipients(), claimed.getFirst().entry().recipients());
        assertEquals("hello\r\n", content(message));
        assertEquals(1, database.count("trace_event WHERE kind = 'accept'"));
    }

    @Test
    void howAMessageIsHandledIsReadBackAsItWas() {
        fresh.room = false;
        Handling handling = new Handling(true, false, List.of("net.example:ADV", "b"), true, Optional.of(new FutureRelease.HoldUntil(Instant.parse("2026-01-01T00:00:00Z"))),
                Optional.of(new DeliverBy(-30, DeliverBy.Mode.NOTIFY, true)), -3);
        NewMessage message = Messages.handled(handling, "j\u00fcrgen@b\u00fccher.example");
        acceptance.accept(message);
        List<ClaimedEntry> claimed = claim(queue, 10);
        assertEquals(message.message(), claimed.getFirst().message());
        assertEquals(message.entries().getFirst().recipients(), claimed.getFirst().entry().recipients());
    }

    @Test
    void aListsCopiesGoOutInItsOwnersNameAndTheOthersDoNot() {
        fresh.room = false;
        NewMessage message = Messages.ofList("owner@example.com", "out@remote.example", "alice@example.com");
        acceptance.accept(message);
        List<String> senders = claim(queue, 10).stream().map(each -> each.message().envelope().reversePath().address() + " " + each.message().envelope().parameters().envid())
                .sorted().toList();
        assertEquals(List.of("a@remote.example Optional[an id]", "owner@example.com Optional.empty"), senders);
    }

    @Test
    void v05CopiesWithEditsOfTheirOwnKeepThemAndTheOthersTheMessages() {
        fresh.room = false;
        NewMessage message = Messages.of("x\r\n", "alice@example.com");
        QueueEntry whole = message.entries().getFirst();
        HeaderEdits own = message.message().edits().and(HeaderEdits.NONE.prepend("X-Own: yes\r\n"));
        QueueEntry edited = QueueEntry.fresh(UUID.randomUUID(), whole.route(), whole.recipients(), Optional.empty(), Optional.of(own));
        acceptance.accept(new NewMessage(message.message(), message.content(), List.of(whole, edited), message.trace()));
        assertEquals(Set.of(message.message().edits(), own), claim(queue, 10).stream().map(each -> each.message().edits()).collect(Collectors.toSet()));
    }

    @Test
    void v01CopiesWithAnEnvelopeOfTheirOwnKeepIt() {
        fresh.room = false;
        NewMessage message = Messages.of("x\r\n", "alice@example.com");
        QueueEntry whole = message.entries().getFirst();
        EntryWishes own = new EntryWishes(Optional.of(Ret.HDRS), Optional.of(new DeliverBy(120, DeliverBy.Mode.RETURN, false)));
        QueueEntry wanting = QueueEntry.fresh(UUID.randomUUID(), whole.route(), whole.recipients()).wanting(own);
        acceptance.accept(new NewMessage(message.message(), message.content(), List.of(whole, wanting), message.trace()));
        List<ClaimedEntry> claimed = claim(queue, 10);
        assertEquals(Set.of(EntryWishes.NONE, own), claimed.stream().map(each -> each.entry().wishes()).collect(Collectors.toSet()));
        assertEquals(1, claimed.stream().filter(each -> each.message().envelope().parameters().handling().deliverBy().equals(own.deliverBy())).count());
    }

    @Test
    void v06OfAMessageThatIsDiscardedWholeTheTraceIsWhatStays() {
        NewMessage message = Messages.of("x\r\n", "alice@example.com");
        TraceEvent discarded = TraceEvent.of(TraceEvent.Kind.DISCARD, Instant.now(), "Sieve of system: jettison").withQueueId(message.message().id());
        assertInstanceOf(Receipt.Accepted.class, acceptance.accept(new NewMessage(message.message(), message.content(), List.of(), List.of(discarded))));
        assertEquals(0, database.count("message"));
        assertEquals(0, database.count("content_chunk"));
        assertEquals(1, database.count("trace_event WHERE kind = 'discard'"));
    }

    @Test
    void reportsMadeAtAcceptanceAreThereWithTheMessage() throws IOException {
        fresh.room = false;
        NewMessage report = Messages.of("report\r\n", "a@remote.example");
        NewMessage message = Messages.of("hello\r\n", "alice@example.com");
        acceptance.accept(new NewMessage(message.message(), message.content(), message.entries(), message.trace(), List.of(), List.of(report)));
        assertEquals(2, claim(queue, 10).size());
        assertEquals("report\r\n", content(report));
        assertEquals(2, database.count("trace_event WHERE kind = 'accept'"));
    }

    @Test
    void aSettlementMovesRecipientsToAnotherRouteAndLeavesTheOthers() {
        fresh.room = false;
        acceptance.accept(Messages.of("hello\r\n", "alice@example.com", "bob@example.com"));
        ClaimedEntry claimed = claim(queue, 1).getFirst();
        Route other = new Route(new ChannelName("tcp_local"), "remote.example");
        List<Destination> to = List.of(new Destination(StoredForms.mailbox("out@remote.example"), other));
        Settlement settlement = Messages.settled(claimed, Map.of(), Optional.of(Duration.ofHours(1)), BUSY).moving(Map.of("alice@example.com", to), List.of());
        assertEquals(List.of(), queue.settle(List.of(settlement)));
        List<ClaimedEntry> moved = claim(queue, 10);
        assertEquals(List.of(other), moved.stream().map(each -> each.entry().route()).toList());
        assertEquals("out@remote.example", moved.getFirst().entry().recipients().getFirst().recipient().address().address());
        assertEquals(1, database.count("recipient r JOIN queue_entry e ON e.id = r.entry_id WHERE r.address = 'bob@example.com' AND e.due_at > now() + interval '50 minutes'"));
        assertEquals(2, database.number("SELECT open_entries FROM message"));
        queue.settle(List.of(Messages.settled(moved.getFirst(), Map.of(moved.getFirst().entry().recipients().getFirst().number(), new RecipientState.Sent(TAKEN)), Optional.empty(), TAKEN)));
        assertEquals(1, database.number("SELECT open_entries FROM message"));
    }

    @Test
    void anEntryAllOfWhomMovedIsGone() {
        fresh.room = false;
        acceptance.accept(Messages.of("hello\r\n", "alice@example.com"));
        ClaimedEntry claimed = claim(queue, 1).getFirst();
        Route other = new Route(new ChannelName("tcp_lmtpcs"), "other");
        queue.settle(List.of(Messages.settled(claimed, Map.of(), Optional.empty(), BUSY)
                .moving(Map.of("alice@example.com", List.of(new Destination(StoredForms.mailbox("alice@example.com"), other))), List.of())));
        assertEquals(0, database.count("queue_entry WHERE id = '" + claimed.entry().id() + "'"));
        assertEquals(1, database.number("SELECT open_entries FROM message"));
        assertEquals(1, claim(queue, 10).size());
    }

    @Test
    void whatChannelsCountedIsAddedToTheNodesOwnRowsOnce() {
        ChannelCounters counters = new ChannelCounters();
        ChannelCounts counts = new ChannelCounts(counters, "node-1");
        counters.accepted(Messages.of("hello\r\n", "alice@example.com", "bob@example.com"));
        counts.write(transactions);
        counters.accepted(Messages.of("hello\r\n", "alice@example.com"));
        assertEquals(new ChannelCounters.Amount(1, 1, 7), counts.write(transactions).get(new ChannelCounters.Key(new ChannelName("tcp_lmtpcs"), ChannelCounters.What.RECEIVED)));
        assertEquals(Map.of(), counts.write(transactions));
        new ChannelCounts(counters, "node-2").write(transactions);
        assertEquals(1, database.count("channel_count WHERE node = 'node-1' AND channel = 'tcp_lmtpcs' AND what = 'received' AND messages = 2 AND recipients = 3 AND octets = 14"));
        assertEquals(4, database.number("SELECT sum(messages) FROM channel_count WHERE channel = 'tcp_local' AND what = 'submitted'"));
    }

    @Test
    void p18AMessageToBeReleasedLaterIsNobodysUntilThen() {
        NewMessage message = Messages.handled(Handling.NONE.withRelease(new FutureRelease.HoldUntil(Instant.now().plusSeconds(3_600))), "out@remote.example");
        acceptance.accept(message);
        assertEquals(List.of(), List.copyOf(fresh.entries), "not handed on");
        assertEquals(List.of(), claim(queue, 10));
        // Nobody's request brings it forward (RFC 1985, 4865).
        assertEquals(0, turn(new TurnNode.Domain("remote.example")));
        database.run("UPDATE queue_entry SET due_at = now() - interval '1 second'", "UPDATE message SET arrived_at = now() - interval '2 hours', release_at = now() - interval '1 second'");
        List<ClaimedEntry> claimed = claim(queue, 10);
        assertEquals(1, claimed.size());
        assertTrue(claimed.getFirst().entry().age().compareTo(Duration.ofMinutes(1)) < 0, "its age counts from the release: " + claimed.getFirst().entry().age());
    }

    @Test
    void p18AHigherPriorityIsClaimedFirst() {
        fresh.room = false;
        List<NewMessage> messages = List.of(Messages.handled(Handling.NONE, "a@remote.example"), Messages.handled(Handling.NONE.withPriority(-9), "b@remote.example"),
                Messages.handled(Handling.NONE.withPriority(1), "c@remote.example"), Messages.handled(Handling.NONE.withPriority(3), "d@remote.example"));
        messages.forEach(acceptance::accept);
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            order.add(claim(queue, 1).getFirst().message().id().toString());
        }
        assertEquals(List.of(messages.get(3).message().id().toString(), messages.get(2).message().id().toString()), order);
    }

    @Test
    void p04WhatIsAskedForIsDueAtOnceAndTheRestIsNot() {
        fresh.room = false;
        for (String address : List.of("a@remote.example", "b@sub.remote.example", "c@other.example", "d@notremote.example")) {
            acceptance.accept(Messages.handled(Handling.NONE, address));
        }
        database.run("UPDATE queue_entry SET due_at = now() + interval '1 hour'");
        assertEquals(1, turn(new TurnNode.Domain("remote.example")));
        assertEquals("a@remote.example", claim(queue, 10).getFirst().entry().recipients().getFirst().recipient().address().address());
        assertEquals(1, turn(new TurnNode.Subdomains("remote.example")), "the other is held by us");
        assertEquals("b@sub.remote.example", claim(queue, 10).getFirst().entry().recipients().getFirst().recipient().address().address());
        assertEquals(2, turn(new TurnNode.Queue("tcp_lmtpcs")));
        assertEquals(2, claim(queue, 10).size());
    }

    @Test
    void p04WhereMailGoesByDomainTheDomainsRouteIsAskedForToo() {
        fresh.room = false;
        for (String address : List.of("a@remote.example", "b@sub.remote.example", "c@other.example", "d@remote.example")) {
            acceptance.accept(Messages.handled(Handling.NONE, address));
        }
        database.run("UPDATE queue_entry SET due_at = now() + interval '1 hour'", "UPDATE queue_entry e SET next_hop = split_part(r.address, '@', 2) FROM recipient r"
                + " WHERE r.entry_id = e.id AND r.address NOT LIKE 'd@%'");
        assertEquals(2, turn(new TurnNode.Domain("remote.example")), "its own route's, and what was accepted when the channel had one");
        assertEquals(1, turn(new TurnNode.Subdomains("remote.example")));
        assertEquals(1, turn(new TurnNode.Queue("tcp_lmtpcs")));
    }

    private int turn(TurnNode node) {
        return transactions.inOne(connection -> TurnRows.turn(connection, new Route(new ChannelName("tcp_lmtpcs"), "store"), node)).size();
    }

    @Test
    void manySessionsShareCommits() throws Exception {
        AtomicInteger commits = new AtomicInteger();
        acceptance.stop();
        acceptance = accepting(new Transactions() {
            @Override
            public <T> T inOne(SqlWork<T> work) {
                commits.incrementAndGet();
                return transactions.inOne(work);
            }
        }, Duration.ofSeconds(5));
        List<Receipt> receipts = together(200, () -> acceptance.accept(Messages.of("x\r\n", "alice@example.com")));
        assertTrue(receipts.stream().allMatch(Receipt.Accepted.class::isInstance));
        assertEquals(200, database.count("message"));
        assertEquals(200, fresh.entries.size());
        assertTrue(commits.get() < 200, commits + " commits");
    }

    @Test
    void aBadMessageOfAGroupFailsAlone() throws Exception {
        NewMessage twice = Messages.of("first\r\n", "alice@example.com");
        acceptance.accept(twice);
        AtomicInteger turn = new AtomicInteger();
        List<Receipt> receipts = together(50, () -> acceptance.accept(turn.incrementAndGet() == 25 ? twice : Messages.of("x\r\n", "alice@example.com")));
        assertEquals(49, receipts.stream().filter(Receipt.Accepted.class::isInstance).count());
        Receipt.Refused refused = receipts.stream().filter(Receipt.Refused.class::isInstance).map(Receipt.Refused.class::cast).findFirst().orElseThrow();
        assertEquals(451, refused.reply().code());
        assertEquals(50, database.count("message"));
        assertEquals(50, database.count("content_chunk"));
        assertEquals(50, database.count("recipient"));
    }

    @Test
    void aCommitThatFailsRefusesAndLeavesNoRow() {
        database.run("""
                CREATE FUNCTION refuse_at_commit() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'no'; END $$""",
                "CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON message DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_at_commit()");
        try {
            assertInstanceOf(Receipt.Refused.class, acceptance.accept(Messages.of("x\r\n", "alice@example.com")));
            assertEquals(0, database.count("message") + database.count("content_chunk") + database.count("queue_entry"));
            assertTrue(fresh.entries.isEmpty());
        } finally {
            database.run("DROP TRIGGER refuse ON message", "DROP FUNCTION refuse_at_commit()");
        }
    }

    @Test
    void aCommitThatHappenedButDidNotAnswerIsAccepted() {
        acceptance.stop();
        acceptance = accepting(new Transactions() {
            @Override
            public <T> T inOne(SqlWork<T> work) {
                transactions.inOne(work);
                throw new StoreException("connection lost", new SQLException("I/O", "08006"));
            }
        }, Duration.ofSeconds(5));
        assertInstanceOf(Receipt.Accepted.class, acceptance.accept(Messages.of("x\r\n", "alice@example.com")));
        assertEquals(1, database.count("message"));
    }

    @Test
    void aCommitThatDidNotHappenIsTriedAgain() {
        acceptance.stop();
        AtomicInteger calls = new AtomicInteger();
        acceptance = accepting(new Transactions() {
            @Override
            public <T> T inOne(SqlWork<T> work) {
                if (calls.getAndIncrement() > 0) {
                    return transactions.inOne(work);
                }
                try (Connection connection = database.source().getConnection()) {
                    connection.setAutoCommit(false);
                    work.on(connection);
                    connection.rollback();
                } catch (SQLException e) {
                    throw StoreException.of(e);
                }
                throw new StoreException("connection lost", new SQLException("I/O", "08006"));
            }
        }, Duration.ofSeconds(5));
        assertInstanceOf(Receipt.Accepted.class, acceptance.accept(Messages.of("x\r\n", "alice@example.com")));
        assertEquals(2, calls.get());
        assertEquals(1, database.count("message"));
    }

    @Test
    void aCommitNobodyCanTellOfIsUnknown() throws SQLException {
        acceptance.stop();
        try (Connection open = database.source().getConnection()) {
            open.setAutoCommit(false);
            acceptance = accepting(new Transactions() {
                @Override
                public <T> T inOne(SqlWork<T> work) {
                    try {
                        // It stays in progress: neither committed nor aborted.
                        work.on(open);
                    } catch (SQLException e) {
                        throw StoreException.of(e);
                    }
                    throw new StoreException("connection lost", new SQLException("I/O", "08006"));
                }
            }, Duration.ofMillis(1));
            assertEquals(new Receipt.Unknown(), acceptance.accept(Messages.of("x\r\n", "alice@example.com")));
            open.rollback();
        }
    }

    @Test
    void aLargeContentIsWrittenInPiecesAndReadBack() throws IOException {
        byte[] octets = new byte[3 * (256 << 10) + 7];
        new Random(7).nextBytes(octets);
        NewMessage message = Messages.of(octets, "alice@example.com");
        assertInstanceOf(Receipt.Accepted.class, acceptance.accept(message));
        assertEquals(4, database.count("content_chunk"));
        assertTrue(fresh.contents.getFirst().isEmpty());
        JdbcContentStore contents = new JdbcContentStore(transactions);
        try (InputStream in = contents.open(message.message().id())) {
            assertArrayEquals(octets, in.readAllBytes());
        }
        database.run("DELETE FROM content_chunk WHERE chunk_no = 2");
        try (InputStream in = contents.open(message.message().id())) {
            assertThrows(IOException.class, in::readAllBytes);
        }
    }

    @Test
    void anEntryIsRetriedThenFinishedAndLeavesNothing() {
        acceptance.accept(Messages.of("x\r\n", "alice@example.com", "bob@example.com"));
        ClaimedEntry first = fresh.entries.getFirst();
        assertTrue(claim(queue, 10).isEmpty());
        assertTrue(queue.settle(List.of(Messages.settled(first, Map.of(0, new RecipientState.Sent(TAKEN)), Optional.of(Duration.ZERO), BUSY))).isEmpty());
        ClaimedEntry again = claim(queue, 10).getFirst();
        assertEquals(1, again.entry().attempts());
        assertEquals(1, again.entry().waiting().size());
        assertEquals(new RecipientState.Sent(TAKEN), again.entry().recipients().getFirst().state());
        Settlement last = Messages.settled(again, Map.of(1, new RecipientState.Failed(Reply.of(550, "5.1.1", "unknown"))), Optional.empty(), BUSY);
        NewMessage report = Messages.of("report\r\n", "a@remote.example");
        assertTrue(queue.settle(List.of(Messages.withReport(last, report))).isEmpty());
        assertEquals(0, database.count("message WHERE id = '" + first.message().id().value() + "'"));
        assertEquals(0, database.count("content_chunk WHERE message_id = '" + first.message().id().value() + "'"));
        assertEquals(report.message(), claim(queue, 10).getFirst().message());
        assertEquals(List.of(last), queue.settle(List.of(last)));
    }

    @Test
    void aRetryIsNotDueBeforeItsTime() {
        acceptance.accept(Messages.of("x\r\n", "alice@example.com"));
        queue.settle(List.of(Messages.settled(fresh.entries.getFirst(), Map.of(), Optional.of(Duration.ofHours(1)), BUSY)));
        assertTrue(claim(queue, 10).isEmpty());
        database.run("UPDATE queue_entry SET due_at = now()");
        assertEquals(1, claim(queue, 10).size());
    }

    @Test
    void entriesOfOneMessageSettledByTwoNodesAtOnceLeaveNoOrphan() throws Exception {
        for (int round = 0; round < 20; round++) {
            acceptance.accept(Messages.forRoutes("x\r\n", "alice@example.com", "b@one.example", "c@two.example", "d@three.example"));
        }
        List<Callable<List<Settlement>>> settling = new ArrayList<>();
        for (ClaimedEntry entry : fresh.entries) {
            settling.add(() -> queue.settle(List.of(Messages.settled(entry, Map.of(0, new RecipientState.Sent(TAKEN)), Optional.empty(), TAKEN))));
        }
        AtomicInteger next = new AtomicInteger();
        together(settling.size(), () -> settling.get(next.getAndIncrement()).call());
        assertEquals(0, database.count("message") + database.count("queue_entry") + database.count("content_chunk"));
    }

    @Test
    void aSettlementTheTablesRefuseDoesNotKeepTheOthers() {
        acceptance.accept(Messages.of("x\r\n", "alice@example.com"));
        acceptance.accept(Messages.of("y\r\n", "alice@example.com"));
        NewMessage thereAlready = Messages.of("z\r\n", "alice@example.com");
        acceptance.accept(thereAlready);
        Map<Integer, RecipientState> sent = Map.of(0, new RecipientState.Sent(TAKEN));
        Settlement bad = Messages.withReport(Messages.settled(fresh.entries.get(0), sent, Optional.empty(), TAKEN), thereAlready);
        Settlement good = Messages.settled(fresh.entries.get(1), sent, Optional.empty(), TAKEN);
        assertThrows(StoreException.class, () -> queue.settle(List.of(bad, good)));
        assertEquals(2, database.count("message"));
        assertEquals(1, database.count("queue_entry WHERE id = '" + fresh.entries.get(0).entry().id() + "'"));
    }

    @Test
    void twoNodesNeverClaimTheSameEntry() throws Exception {
        fresh.room = false;
        together(100, () -> acceptance.accept(Messages.of("x\r\n", "alice@example.com")));
        Incarnation other = new Incarnation();
        other.becomes(transactions.inOne(connection -> IncarnationRows.begin(connection, "node-2")));
        JdbcQueueStore otherQueue = new JdbcQueueStore(transactions, other, "node-2", trace);
        AtomicInteger turn = new AtomicInteger();
        List<List<ClaimedEntry>> claims = together(40, () -> claim(turn.incrementAndGet() % 2 == 0 ? queue : otherQueue, 5));
        Set<UUID> seen = new HashSet<>();
        claims.forEach(claim -> claim.forEach(entry -> assertTrue(seen.add(entry.entry().id()))));
        assertEquals(100, seen.size());
    }

    @Test
    void aNodeThatStartsAgainFreesWhatItsEarlierLifeHeld() {
        acceptance.accept(Messages.of("x\r\n", "alice@example.com"));
        ClaimedEntry lost = fresh.entries.getFirst();
        long earlier = incarnation.id();
        incarnation.becomes(transactions.inOne(connection -> IncarnationRows.begin(connection, "node-1")));
        assertEquals(false, transactions.inOne(connection -> IncarnationRows.renew(connection, earlier)));
        Settlement late = Messages.settled(lost, Map.of(0, new RecipientState.Sent(TAKEN)), Optional.empty(), TAKEN);
        assertEquals(List.of(late), queue.settle(List.of(late)));
        assertEquals(lost.entry().id(), claim(queue, 10).getFirst().entry().id());
    }

    @Test
    void aNodeWhoseLeaseRanOutClaimsNothing() {
        fresh.room = false;
        acceptance.accept(Messages.of("x\r\n", "alice@example.com"));
        database.run("UPDATE incarnation SET lease_until = now() - interval '1 second'");
        assertTrue(claim(queue, 10).isEmpty());
    }

    @Test
    void heldCopiesAreNotDueAndKeepTheMessage() {
        acceptance.accept(Messages.held("x\r\n", "frank@example.com"));
        assertTrue(fresh.entries.isEmpty());
        assertTrue(claim(queue, 10).isEmpty());
        assertEquals(1, database.count("queue_entry WHERE due_at IS NULL AND incarnation IS NULL"));
    }

    @Test
    void whatIsReleasedIsDueAtOnce() {
        acceptance.accept(Messages.of("x\r\n", "alice@example.com"));
        queue.release(fresh.entries.stream().map(claimed -> claimed.entry().id()).toList());
        assertEquals(1, claim(queue, 10).size());
    }

    @Test
    void aRouteIsFoundAndClaimedWhateverLiesBeforeAnother() throws Exception {
        fresh.room = false;
        together(60, () -> acceptance.accept(Messages.forRoutes("x\r\n", "a@large.example")));
        acceptance.accept(Messages.forRoutes("x\r\n", "b@small.example", "c@third.example"));
        database.run("UPDATE queue_entry SET due_at = due_at - interval '1 hour' WHERE next_hop = 'large.example'");
        database.run("UPDATE queue_entry SET due_at = now() + interval '1 hour' WHERE next_hop = 'third.example'");
        Route large = route("large.example");
        Route small = route("small.example");
        assertEquals(new DueRoutes(List.of(large, small), Optional.empty()), queue.due(Optional.empty(), 100));
        List<ClaimedEntry> claimed = queue.claim(Map.of(large, 10, small, 10, route("third.example"), 10));
        assertEquals(10, claimed.stream().filter(entry -> entry.entry().route().equals(large)).count());
        assertEquals(11, claimed.size(), "what is not due is not claimed");
        assertEquals(new DueRoutes(List.of(large), Optional.empty()), queue.due(Optional.empty(), 100));
    }

    @Test
    void whatSomebodyWantsReturnedIsClaimedApartFromAllRoutes() throws Exception {
        fresh.room = false;
        together(5, () -> acceptance.accept(Messages.forRoutes("x\r\n", "a@dead.example")));
        NewMessage wanted = Messages.forRoutes("x\r\n", "b@dead.example");
        acceptance.accept(wanted);
        assertEquals(List.of(), queue.claimReturned(10));
        database.run("UPDATE queue_entry SET return_requested_by = 'admin', due_at = now() + interval '1 minute' WHERE message_id = '"
                + wanted.message().id().value() + "'");
        assertEquals(List.of(), queue.claimReturned(10), "not due, as after a fault of our own");
        database.run("UPDATE queue_entry SET due_at = now() WHERE return_requested_by IS NOT NULL");
        assertEquals(5, claim(queue, 10).size());
        assertEquals(new DueRoutes(List.of(), Optional.empty()), queue.due(Optional.empty(), 100));
        List<ClaimedEntry> claimed = queue.claimReturned(10);
        assertEquals(List.of(wanted.message()), claimed.stream().map(ClaimedEntry::message).toList());
        assertEquals(Optional.of("admin"), claimed.getFirst().entry().returnRequestedBy());
        assertEquals(List.of(), queue.claimReturned(10));
    }

    @Test
    void noMoreIsClaimedForReturnThanWasAskedForNorAfterTheLeaseRanOut() throws Exception {
        fresh.room = false;
        together(3, () -> acceptance.accept(Messages.of("x\r\n", "alice@example.com")));
        database.run("UPDATE queue_entry SET return_requested_by = 'admin'");
        assertEquals(2, queue.claimReturned(2).size());
        database.run("UPDATE incarnation SET lease_until = now() - interval '1 second'");
        assertEquals(List.of(), queue.claimReturned(2));
    }

    @Test
    void aLookAtManyRoutesGoesOnWhereItEnded() {
        fresh.room = false;
        acceptance.accept(Messages.forRoutes("x\r\n", "a@a.example", "b@b.example", "c@c.example"));
        DueRoutes two = queue.due(Optional.empty(), 2);
        assertEquals(new DueRoutes(List.of(route("a.example"), route("b.example")), Optional.of(route("b.example"))), two);
        assertEquals(new DueRoutes(List.of(route("c.example")), Optional.empty()), queue.due(two.continueAfter(), 2));
    }

    @Test
    void smallContentsAreReadTogetherAndOthersLeft() {
        fresh.room = false;
        NewMessage first = Messages.of("first\r\n", "alice@example.com");
        NewMessage second = Messages.of("second\r\n", "alice@example.com");
        NewMessage large = Messages.of(new byte[GroupCommit.IN_GROUP_OCTETS_MAX + 1], "alice@example.com");
        List.of(first, second, large).forEach(acceptance::accept);
        Map<QueueId, byte[]> found = new JdbcContentStore(transactions).readSmall(List.of(first.message().id(), second.message().id(), large.message().id()));
        assertEquals(Set.of(first.message().id(), second.message().id()), found.keySet());
        assertEquals("second\r\n", new String(found.get(second.message().id()), StandardCharsets.UTF_8));
    }

    private static Route route(String nextHop) {
        return new Route(new ChannelName("tcp_lmtpcs"), nextHop);
    }

    /** Up to so many of each route that has due ones. */
    private static List<ClaimedEntry> claim(JdbcQueueStore queue, int most) {
        return queue.claim(queue.due(Optional.empty(), 100).routes().stream().collect(Collectors.toMap(route -> route, route -> most)));
    }

    private String content(NewMessage message) throws IOException {
        try (InputStream in = new JdbcContentStore(transactions).open(message.message().id())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static <T> List<T> together(int times, Callable<T> what) throws Exception {
        try (ExecutorService sessions = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                futures.add(sessions.submit(what));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }
}
