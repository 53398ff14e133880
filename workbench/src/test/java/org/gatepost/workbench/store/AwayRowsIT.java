package org.gatepost.workbench.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

import org.gatepost.ee.inbound.GroupCommit;
import org.gatepost.ee.store.AwayRows;
import org.gatepost.ee.store.CommitOutcome;
import org.gatepost.ee.store.ContentChunks;
import org.gatepost.ee.store.FilterWatch;
import org.gatepost.ee.store.Incarnation;
import org.gatepost.ee.store.IncarnationRows;
import org.gatepost.ee.store.JdbcContentStore;
import org.gatepost.ee.store.JdbcQueueStore;
import org.gatepost.ee.store.JdbcTransactions;
import org.gatepost.ee.store.RescanRows;
import org.gatepost.ee.store.StoredForms;
import org.gatepost.ee.store.Transactions;
import org.gatepost.ee.trace.TraceRing;
import org.gatepost.gate.LateScan;
import org.gatepost.gate.PolicySnapshot;
import org.gatepost.hop.AwayCopies;
import org.gatepost.mail.ChannelName;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.QueueId;
import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.QueueEntry;
import org.gatepost.queue.QueuedRecipient;
import org.gatepost.queue.RecipientState;
import org.gatepost.queue.Route;
import org.gatepost.queue.Settlement;
import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.spool.MemoryContent;
import org.gatepost.stage.Match;
import org.gatepost.trace.TraceEvent;
import org.gatepost.workbench.directory.AlarmBook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies that are with a filter, against a real PostgreSQL: each comes back once, whoever holds its entry, and nothing of the message is lost on the way. */
class AwayRowsIT {

    private static final ChannelName FILTER = new ChannelName("tcp_scan");
    private static final Route ONWARD = new Route(new ChannelName("tcp_lmtpcs"), "tcp_lmtpcs");
    private static final Mailbox ALICE = StoredForms.mailbox("alice@example.com");
    private static final Mailbox BOB = StoredForms.mailbox("bob@example.com");
    private static final Reply TAKEN = Reply.of(250, "2.0.0", "taken");

    @TempDir
    Path var;
    private final Database database = Database.shared();
    private final Incarnation incarnation = new Incarnation();
    private final TakenEntries fresh = new TakenEntries();
    private AwayRows away;
    private TraceRing trace;
    private JdbcQueueStore queue;
    private GroupCommit acceptance;

    @BeforeEach
    void startANode() {
        database.empty();
        database.run("DELETE FROM rescan");
        fresh.room = false;
        Transactions transactions = new JdbcTransactions(database.source());
        trace = TraceRing.over(database.source(), var, "node-1");
        incarnation.becomes(transactions.inOne(connection -> IncarnationRows.begin(connection, "node-1")));
        queue = new JdbcQueueStore(transactions, incarnation, "node-1", trace);
        away = new AwayRows(transactions, "node-1");
        acceptance = GroupCommit.over(transactions, new CommitOutcome(database.source(), Duration.ofSeconds(5)), incarnation, "node-1", fresh, trace);
    }

    @AfterEach
    void stopIt() {
        acceptance.stop();
        trace.close();
    }

    /** A message for alice and bob that is about to go to the filter, as its carrier claimed it. */
    private ClaimedEntry claimed() {
        NewMessage message = Messages.of("hello\r\n", ALICE.address(), BOB.address());
        QueueEntry whole = message.entries().getFirst();
        acceptance.accept(new NewMessage(message.message(), message.content(), List.of(QueueEntry.fresh(whole.id(), Route.through(FILTER, ONWARD), whole.recipients())), message.trace()));
        return claim().getFirst();
    }

    private List<ClaimedEntry> claim() {
        return queue.claim(queue.due(Optional.empty(), 100).routes().stream().collect(Collectors.toMap(route -> route, route -> 10)));
    }

    private Optional<AwayCopies.Away> known(UUID entry) {
        return away.of(entry) instanceof Match.Found<AwayCopies.Away>(AwayCopies.Away found) ? Optional.of(found) : Optional.empty();
    }

    private Settlement handedOver(ClaimedEntry entry, Instant at) {
        RecipientState held = new RecipientState.Held("HopWait", "handed over at " + at.truncatedTo(ChronoUnit.MILLIS));
        return Messages.settled(entry, Map.of(0, held, 1, held), Optional.empty(), TAKEN);
    }

    @Test
    void c24WhatComesBackBeforeItsCarrierHasWrittenThatItIsAwayGoesOnOnce() {
        ClaimedEntry carried = claimed();
        AwayCopies.Away known = known(carried.entry().id()).orElseThrow();
        assertEquals(List.of(ALICE, BOB), known.recipients());
        assertTrue(away.returned(known, Set.of(ALICE, BOB), new AwayCopies.Fate.Onward(new AwayCopies.Text.Ours(known.edits().prepend("X-Spam-Flag: NO\r\n"))), List.of(event(known))));
        assertFalse(away.returned(known, Set.of(ALICE), new AwayCopies.Fate.Onward(new AwayCopies.Text.Ours(known.edits())), List.of(event(known))));
        assertEquals(1, queue.settle(List.of(handedOver(carried, Instant.now()))).size(), "what its carrier writes finds nobody");
        List<ClaimedEntry> onward = claim();
        assertEquals(1, onward.size());
        assertEquals(ONWARD, onward.getFirst().entry().route());
        assertEquals(carried.message().envelope(), onward.getFirst().message().envelope(), "what its sender wants is as it was");
        assertEquals(carried.message().origin(), onward.getFirst().message().origin(), "whose it was is as it was");
        assertTrue(onward.getFirst().message().edits().patches().getFirst().insert().startsWith("X-Spam-Flag"));
        assertEquals(carried.entry().recipients(), onward.getFirst().entry().recipients());
        assertEquals(1, database.number("SELECT open_entries FROM message"));
        assertEquals(1, database.count("trace_event WHERE kind = 'release'"));
        queue.settle(List.of(Messages.settled(onward.getFirst(), Map.of(0, new RecipientState.Sent(TAKEN), 1, new RecipientState.Sent(TAKEN)), Optional.empty(), TAKEN)));
        assertEquals(0, database.count("message"));
        assertEquals(0, database.count("content_chunk"));
    }

    @Test
    void c24CopiesComeBackOneByOneAndEachHasItsOwnFate() {
        ClaimedEntry carried = claimed();
        queue.settle(List.of(handedOver(carried, Instant.now())));
        assertEquals(List.of(), claim());
        AwayCopies.Away known = known(carried.entry().id()).orElseThrow();
        assertTrue(away.returned(known, Set.of(ALICE), new AwayCopies.Fate.Held(new AwayCopies.Text.Ours(known.edits()), "hophold", "x"), List.of()));
        assertEquals(List.of(), claim(), "what is held is not due");
        assertEquals(List.of(BOB), known(carried.entry().id()).orElseThrow().recipients());
        assertFalse(away.returned(known, Set.of(ALICE, BOB), new AwayCopies.Fate.Discarded(), List.of()), "one of them is back");
        assertTrue(away.returned(known, Set.of(BOB), new AwayCopies.Fate.Discarded(), List.of()));
        assertInstanceOf(Match.NotFound.class, away.of(carried.entry().id()));
        assertEquals(1, database.number("SELECT open_entries FROM message"));
        assertEquals(1, database.count("recipient WHERE address = 'alice@example.com' AND state = 'held' AND state_by = 'hophold'"));
    }

    @Test
    void c24WhatTheFilterSwallowedIsHeldByNameAndAwaitedNoLonger() {
        ClaimedEntry carried = claimed();
        queue.settle(List.of(handedOver(carried, Instant.now().minusSeconds(7_200))));
        assertEquals(0, away.overdue(FILTER, Duration.ofHours(3)));
        assertEquals(2, away.overdue(FILTER, Duration.ofHours(1)));
        assertTrue(away.hasLost(FILTER));
        assertEquals(List.of(), known(carried.entry().id()).orElseThrow().recipients());
        assertEquals(2, database.count("recipient WHERE state = 'held' AND state_by = 'HopSilent'"));
        assertEquals(2, database.count("trace_event WHERE kind = 'hold' AND reason LIKE 'HopSilent: channel tcp_scan%'"));
        assertFalse(away.returned(new AwayCopies.Away(carried.entry().id(), carried.message().id(), carried.entry().route(), "", "", 1, HeaderEdits.NONE, List.of()), Set.of(ALICE),
                new AwayCopies.Fate.Discarded(), List.of()));
        assertEquals(0, away.overdue(FILTER, Duration.ofHours(1)));
    }

    @Test
    void c24AnEntryInWhichNobodyIsLeftEnds() {
        ClaimedEntry carried = claimed();
        AwayCopies.Away known = known(carried.entry().id()).orElseThrow();
        assertTrue(away.returned(known, Set.of(ALICE), new AwayCopies.Fate.Onward(new AwayCopies.Text.Ours(known.edits())), List.of()));
        RecipientState held = new RecipientState.Held("HopWait", "handed over at 2026-01-01T00:00:00Z");
        queue.settle(List.of(Messages.settled(carried, Map.of(0, held, 1, new RecipientState.Failed(Reply.of(550, "5.7.1", "no"))), Optional.empty(), TAKEN)));
        assertEquals(0, database.count("queue_entry WHERE channel = 'tcp_scan'"));
        assertEquals(1, database.count("recipient"));
        assertEquals(1, database.number("SELECT open_entries FROM message"));
    }

    @Test
    void c24AReportTellsOfNobodyWhoCameBackBeforeItsCarrierWroteIt() {
        ClaimedEntry carried = claimed();
        AwayCopies.Away known = known(carried.entry().id()).orElseThrow();
        assertTrue(away.returned(known, Set.of(ALICE), new AwayCopies.Fate.Onward(new AwayCopies.Text.Ours(known.edits())), List.of()));
        NewMessage report = Messages.of("no\r\n", "a@remote.example");
        assertEquals(List.of(), queue.settle(List.of(Messages.withReport(refused(carried), report))));
        assertEquals(0, database.count("message WHERE id = '" + report.message().id().value() + "'"));
        assertEquals(List.of(BOB.address()), database.strings("SELECT address FROM recipient WHERE entry_id = '" + carried.entry().id() + "' AND state = 'waiting'"));
        ClaimedEntry again = claim().stream().filter(entry -> entry.entry().route().onward().isPresent()).findFirst().orElseThrow();
        assertEquals(1, again.entry().attempts());
        assertEquals(List.of(), queue.settle(List.of(Messages.withReport(refused(again), report))));
        assertEquals(1, database.count("message WHERE id = '" + report.message().id().value() + "'"));
        assertEquals(0, database.count("recipient WHERE entry_id = '" + carried.entry().id() + "'"));
        assertEquals(List.of(ALICE.address()), database.strings("SELECT address FROM recipient r JOIN queue_entry e ON e.id = r.entry_id WHERE e.message_id = '" + carried.message().id().value() + "'"));
    }

    @Test
    void c24AKillOfOursBetweenHandOverAndReturnLosesNothingAndDoublesNothing() {
        ClaimedEntry carried = claimed();
        AwayCopies.Away known = known(carried.entry().id()).orElseThrow();
        Incarnation dead = new Incarnation();
        dead.becomes(incarnation.id());
        // Nothing was written of the hand-over when the node died; the next life has what it held.
        incarnation.becomes(new JdbcTransactions(database.source()).inOne(connection -> IncarnationRows.begin(connection, "node-1")));
        assertTrue(away.returned(known, Set.of(ALICE), new AwayCopies.Fate.Onward(new AwayCopies.Text.Ours(known.edits())), List.of()));
        List<ClaimedEntry> after = claim();
        assertEquals(Set.of(Optional.empty(), Optional.of(ONWARD)), after.stream().map(entry -> entry.entry().route().onward()).collect(Collectors.toSet()));
        ClaimedEntry again = after.stream().filter(entry -> entry.entry().route().onward().isPresent()).findFirst().orElseThrow();
        assertEquals(List.of(BOB), again.entry().recipients().stream().map(each -> each.recipient().address()).toList());
        assertEquals(1, new JdbcQueueStore(new JdbcTransactions(database.source()), dead, "node-1", trace).settle(List.of(handedOver(carried, Instant.now()))).size(), "who died settles nothing");
        assertTrue(away.returned(known, Set.of(BOB), new AwayCopies.Fate.Onward(new AwayCopies.Text.Ours(known.edits())), List.of()), "of the first hand-over or of the second");
        assertFalse(away.returned(known, Set.of(BOB), new AwayCopies.Fate.Onward(new AwayCopies.Text.Ours(known.edits())), List.of()));
        assertEquals(2, database.number("SELECT open_entries FROM message"));
        assertEquals(2, database.count("recipient"));
    }

    private static Settlement refused(ClaimedEntry entry) {
        RecipientState failed = new RecipientState.Failed(Reply.of(550, "5.7.1", "no"));
        return Messages.settled(entry, entry.entry().recipients().stream().collect(Collectors.toMap(QueuedRecipient::number, each -> failed)), Optional.empty(), TAKEN);
    }

    @Test
    void c24WhatAFilterMadeOfItGoesOnAsAMessageThatHasAllElseOfTheOneItWas() throws Exception {
        goesOnWith(9);
    }

    @Test
    void c24ALargeContentAFilterMadeGoesOnToo() throws Exception {
        goesOnWith(ContentChunks.CHUNK_OCTETS + 1);
    }

    private void goesOnWith(int octets) throws Exception {
        ClaimedEntry carried = claimed();
        AwayCopies.Away known = known(carried.entry().id()).orElseThrow();
        QueueId id = QueueId.make(Instant.now(), ThreadLocalRandom.current());
        byte[] content = new byte[octets];
        content[octets - 1] = 'x';
        AwayCopies.Text text = new AwayCopies.Text.Returned(id, BodyType.SEVEN_BIT, new MemoryContent(content));
        assertTrue(away.returned(known, Set.of(ALICE), new AwayCopies.Fate.Onward(text), List.of()));
        ClaimedEntry onward = claim().getFirst();
        assertEquals(id, onward.message().id());
        assertEquals(List.of(), onward.message().edits().patches(), "its content has them already");
        assertEquals(carried.message().origin(), onward.message().origin());
        assertEquals(List.of(octets, BodyType.SEVEN_BIT), List.of((int) onward.message().contentOctets(), onward.message().envelope().parameters().body()));
        String others = "SELECT (to_jsonb(m) - 'id' - 'body' - 'content_octets' - 'header_edits' - 'open_entries')::text FROM message m WHERE id = '";
        assertEquals(database.strings(others + carried.message().id().value() + "'"), database.strings(others + id.value() + "'"));
        try (InputStream in = new JdbcContentStore(new JdbcTransactions(database.source())).open(id)) {
            assertArrayEquals(content, in.readAllBytes());
        }
        assertEquals(List.of(BOB), known(carried.entry().id()).orElseThrow().recipients(), "he is still away, with the content as it was");
        assertTrue(away.returned(known, Set.of(BOB), new AwayCopies.Fate.Discarded(), List.of()));
        assertEquals(List.of(id.value().toString()), database.strings("SELECT id FROM message"));
        queue.settle(List.of(Messages.settled(onward, Map.of(0, new RecipientState.Sent(TAKEN)), Optional.empty(), TAKEN)));
        assertEquals(0, database.count("message") + database.count("content_chunk") + database.count("queue_entry") + database.count("recipient"));
    }

    @Test
    void c24WhatWaitedForAnEngineOverARestartGoesToTheFilterThen() {
        NewMessage message = Messages.of("hello\r\n", ALICE.address());
        QueueEntry whole = message.entries().getFirst();
        QueuedRecipient held = new QueuedRecipient(0, whole.recipients().getFirst().recipient(), new RecipientState.Held("Rescan", "waits for clamd[]"));
        acceptance.accept(new NewMessage(message.message(), message.content(), List.of(QueueEntry.fresh(whole.id(), Route.through(FILTER, ONWARD), List.of(held))), message.trace()));
        assertEquals(List.of(), claim());
        assertEquals(Optional.of(List.of()), known(whole.id()).map(AwayCopies.Away::recipients), "the filter has not got it");
        database.run("UPDATE rescan SET next_at = now() - interval '61 seconds' WHERE asked = 0");
        Transactions started = new JdbcTransactions(database.source());
        assertEquals(List.of(message.message().id().value()), started.inOne(connection -> RescanRows.take(connection, Duration.ofMinutes(1), Duration.ofMinutes(30), 20)));
        RescanRows.Due due = started.inOne(connection -> RescanRows.read(connection, message.message().id().value())).orElseThrow();
        assertEquals(Map.of(ALICE, "waits for clamd[]"), due.copies());
        int released = started.inOne(connection -> RescanRows.settle(connection, "node-1", due, Map.of(ALICE, new LateScan.Fate.Deliver("clamd: clean"))));
        assertEquals(1, released);
        assertEquals(Route.through(FILTER, ONWARD), claim().getFirst().entry().route());
        assertEquals(0, database.count("rescan"));
    }

    @Test
    void c24WhatAPersonWantsReturnedIsNotBroughtBack() {
        ClaimedEntry carried = claimed();
        queue.settle(List.of(handedOver(carried, Instant.now())));
        AwayCopies.Away known = known(carried.entry().id()).orElseThrow();
        database.run("UPDATE recipient SET state = 'waiting', state_by = '', state_text = ''", "UPDATE queue_entry SET due_at = now(), return_requested_by = 'admin'");
        assertFalse(away.returned(known, Set.of(ALICE, BOB), new AwayCopies.Fate.Onward(new AwayCopies.Text.Ours(known.edits())), List.of()));
        assertInstanceOf(Match.NotFound.class, away.of(carried.entry().id()));
        assertEquals(2, database.count("recipient WHERE entry_id = '" + carried.entry().id() + "'"));
    }

    @Test
    void c24AFilterThatPolicyForgotIsWatchedAsLongAsItHasMail() {
        AlarmBook alarms = new AlarmBook();
        PolicySnapshot none = new PolicySnapshot(1, Map.of(), Map.of(PolicySnapshot.REMOTE_DELIVERY, Messages.channel("tcp_local"), PolicySnapshot.LOCAL_DELIVERY,
                Messages.channel("tcp_lmtpcs")), List.of());
        new FilterWatch(away, alarms).look(none);
        assertEquals(Set.of(), alarms.standing());
        ClaimedEntry carried = claimed();
        queue.settle(List.of(handedOver(carried, Instant.now().minusSeconds(5 * 3_600))));
        assertEquals(Set.of(FILTER), away.filters());
        FilterWatch started = new FilterWatch(away, alarms);
        started.look(none);
        assertEquals(Set.of("hop-silent:tcp_scan"), alarms.standing());
        assertEquals(2, database.count("recipient WHERE state_by = 'HopSilent'"));
        database.empty();
        started.look(none);
        assertEquals(Set.of(), alarms.standing());
    }

    @Test
    void c24AFilterIsBehindWhereWhatWaitsForItWasTriedOften() {
        ClaimedEntry carried = claimed();
        database.run("UPDATE queue_entry SET attempts = 3");
        assertTrue(away.isBehind(FILTER, 3), "it is being tried again");
        database.run("UPDATE queue_entry SET incarnation = NULL");
        assertTrue(away.isBehind(FILTER, 3));
        assertFalse(away.isBehind(FILTER, 4));
        database.run("UPDATE queue_entry SET return_requested_by = 'admin'");
        assertFalse(away.isBehind(FILTER, 3), "it is not " + FILTER + " that is waited for: " + carried.entry().id());
    }

    @Test
    void theKeyIsTheSameForAllAndLong() {
        assertEquals(48, away.key().length);
        assertEquals(HexFormat.of().formatHex(away.key()), HexFormat.of().formatHex(new AwayRows(new JdbcTransactions(database.source()), "node-2").key()));
    }

    private static TraceEvent event(AwayCopies.Away known) {
        return TraceEvent.of(TraceEvent.Kind.RELEASE, Instant.now(), "back").withQueueId(known.message());
    }
}
