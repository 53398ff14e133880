package org.gatepost.ee.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.gatepost.channel.Channel;
import org.gatepost.channel.ChannelKeywords;
import org.gatepost.channel.NextHop;
import org.gatepost.dns.FakeDns;
import org.gatepost.directory.FakeDirectory;
import org.gatepost.dsn.Aftermath;
import org.gatepost.dsn.Backscatter;
import org.gatepost.dsn.ReturnLimits;
import org.gatepost.gate.OnwardSender;
import org.gatepost.gate.PolicySnapshot;
import org.gatepost.mail.ChannelName;
import org.gatepost.mail.Envelope;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.Origin;
import org.gatepost.mail.QueueId;
import org.gatepost.mail.Recipient;
import org.gatepost.mapping.access.AddressAccess;
import org.gatepost.mapping.access.IpAccess;
import org.gatepost.partial.PartialSets;
import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.EntryWishes;
import org.gatepost.queue.QueueEntry;
import org.gatepost.queue.QueuedMessage;
import org.gatepost.queue.QueuedRecipient;
import org.gatepost.queue.RecipientState;
import org.gatepost.queue.Route;
import org.gatepost.queue.Routing;
import org.gatepost.queue.Settlement;
import org.gatepost.routing.MxRouting;
import org.gatepost.routing.NextHopOffers;
import org.gatepost.routing.OurHost;
import org.gatepost.routing.StsPolicy;
import org.gatepost.routing.TransportSecurity;
import org.gatepost.hop.HopSecret;
import org.gatepost.smtp.client.ClientTimeouts;
import org.gatepost.smtp.client.RemoteLink;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.BareLineFeed;
import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.stage.Match;
import org.gatepost.tlsreport.AppliedPolicy;
import org.gatepost.tlsreport.TlsOutcome;
import org.gatepost.trace.AlarmList;
import org.gatepost.trace.TraceEvent;
import org.gatepost.verify.Leaks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DispatcherTest {

    private volatile Match<List<Routing.Destination>> accounts = new Match.NotFound<>();
    private static final Route FIRST = new Route(PolicySnapshot.REMOTE_DELIVERY, "first.example");
    private static final Route SECOND = new Route(PolicySnapshot.LOCAL_DELIVERY, "second.example");
    private static final HopSecret HOP_SECRET = new HopSecret(() -> new byte[32]);
    private static final byte[] CONTENT = "Subject: x\r\n\r\n.dot\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final DeliveryLimits LIMITS = new DeliveryLimits(100, 50, 10, 1_000, 20, 500, Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMillis(100));
    private static final ClientTimeouts TIMEOUTS = new ClientTimeouts(Duration.ofSeconds(7), Duration.ofMinutes(5), Duration.ofMinutes(3), Duration.ofMinutes(10));

    private final FakeStore store = new FakeStore();
    private final FakeHop first = new FakeHop();
    private final FakeHop second = new FakeHop();
    private final FakeDns dns = new FakeDns();
    private final List<String> connected = new CopyOnWriteArrayList<>();
    private ClientTimeouts timeouts = TIMEOUTS;
    private volatile AddressAccess access = AddressAccess.ANY;
    private final List<Thread> threads = new ArrayList<>();
    private final Random random = new Random(1);
    private byte[] content = CONTENT;
    private BodyType body = BodyType.SEVEN_BIT;
    private boolean contentUnreadable;
    private volatile boolean processorsShort;
    private volatile String firstHost = "smtp://first.example:25";
    private final Set<Route> stopped = ConcurrentHashMap.newKeySet();
    private volatile String keywords = "";
    private final NextHopOffers offers = new NextHopOffers(Clock.systemUTC());
    private volatile StsPolicy published = StsPolicy.NONE;
    private Set<String> marks = Set.of();
    private final List<TlsOutcome> outcomes = new CopyOnWriteArrayList<>();
    private final AtomicInteger policyErrors = new AtomicInteger();
    private final List<String> lookedUp = new CopyOnWriteArrayList<>();
    private final AlarmList alarms = new AlarmList();
    private final Leaks leaks = new Leaks(alarms, Clock.systemUTC());
    private Dispatcher dispatcher = dispatcher(LIMITS);

    @AfterEach
    void stop() throws InterruptedException {
        dispatcher.stop();
        for (Thread thread : threads) {
            thread.join();
        }
        // A stop's time is bounded, and a job that was broken off may close its connection a little behind it where processors are short.
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (first.open() + second.open() > 0 && System.nanoTime() - deadline < 0) {
            Thread.yield();
        }
        assertEquals(0, first.open() + second.open(), "connections left open");
    }

    @Test
    void deliversFreshContentWithItsEdits() throws InterruptedException {
        start();
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        Settlement settlement = store.next(1).getFirst();
        assertInstanceOf(RecipientState.Sent.class, settlement.states().get(1));
        assertEquals(List.of("Received: here\r\nSubject: x\r\n\r\n..dot\r\n"), first.messages);
    }

    @Test
    void deliversWhatIsDueOverFewConnections() throws InterruptedException {
        for (int i = 0; i < 45; i++) {
            store.due(entry(FIRST));
        }
        start();
        store.next(45);
        assertEquals(45, first.messages.size());
        assertTrue(first.connects.get() <= 4, "jobsMax is 4, connections " + first.connects);
    }

    @Test
    void asksADeadNextHopOnceForAllThatWaits() throws InterruptedException {
        first.down = true;
        start();
        for (int i = 0; i < 8; i++) {
            dispatcher.offer(List.of(entry(FIRST)), Optional.empty());
        }
        dispatcher.wakeUp();
        for (Settlement settlement : store.next(8)) {
            assertEquals(Map.of(), settlement.states());
            assertEquals(1, settlement.attempts());
            assertEquals(Optional.of(Duration.ofSeconds(5)), settlement.retryAfter());
            assertTrue(settlement.lastReply().contains("connection refused"), settlement.lastReply());
        }
        assertTrue(first.connects.get() <= 4, "connects " + first.connects);
        assertTrue(dispatcher.destinations().getFirst().lastFailure().isPresent());
    }

    @Test
    void aHangingNextHopDelaysNoOther() throws InterruptedException {
        first.gate = new CountDownLatch(1);
        start();
        dispatcher.offer(List.of(entry(FIRST)), Optional.empty());
        first.reachedGate.await();
        dispatcher.offer(List.of(entry(SECOND)), Optional.empty());
        assertEquals(SECOND, store.next(1).getFirst().entry().entry().route());
        first.gate.countDown();
        assertEquals(FIRST, store.next(1).getFirst().entry().entry().route());
    }

    @Test
    void livesWithFewerConnectionsThanItWants() throws InterruptedException {
        first.connectionsMax = 1;
        for (int i = 0; i < 40; i++) {
            store.due(entry(FIRST));
        }
        start();
        for (Settlement settlement : store.next(40)) {
            assertInstanceOf(RecipientState.Sent.class, settlement.states().get(1));
        }
    }

    @Test
    void countsNoAttemptWhereAKeptConnectionTurnsOutToBeGone() throws InterruptedException {
        first.messagesPerConnectionMax = 3;
        for (int i = 0; i < 30; i++) {
            store.due(entry(FIRST));
        }
        start();
        for (Settlement settlement : store.next(30)) {
            assertInstanceOf(RecipientState.Sent.class, settlement.states().get(1));
        }
    }

    @Test
    void keepsSettlementsUntilTheStoreTakesThem() throws InterruptedException {
        store.failNext(3);
        start();
        dispatcher.offer(List.of(entry(FIRST)), Optional.empty());
        store.next(1);
        assertEquals(1, first.messages.size());
    }

    @Test
    void oneSettlementTheStoreNeverTakesHoldsUpNoOther() throws InterruptedException {
        ClaimedEntry poison = entry(FIRST);
        store.refuse(poison.entry().id());
        store.due(poison);
        for (int i = 0; i < 19; i++) {
            store.due(entry(FIRST));
        }
        start();
        store.next(19);
    }

    @Test
    void aHangingDestinationHasNoMoreRoomThanItLeavesForOthers() throws InterruptedException {
        first.gate = new CountDownLatch(1);
        start();
        int taken = 0;
        for (ClaimedEntry next = entry(FIRST); dispatcher.hasRoom(List.of(next.entry())); next = entry(FIRST)) {
            dispatcher.offer(List.of(next), Optional.empty());
            taken++;
        }
        assertEquals(1, taken, "a hundredth of 100");
        assertTrue(dispatcher.hasRoom(List.of(entry(SECOND).entry())));
        assertFalse(dispatcher.hasRoom(List.of(entry(SECOND).entry(), entry(FIRST).entry())), "a message goes as a whole");
        first.gate.countDown();
        store.next(1);
    }

    @Test
    void contentHasItsRoomToo() throws InterruptedException {
        first.gate = new CountDownLatch(1);
        start();
        ClaimedEntry large = entry(FIRST);
        dispatcher.offer(List.of(large), Optional.of(new byte[600]));
        assertFalse(dispatcher.hasRoom(List.of(entry(FIRST).entry())), "600 of 1,000 octets are more than the rest");
        assertTrue(dispatcher.hasRoom(List.of(entry(SECOND).entry())));
        dispatcher.offer(List.of(entry(SECOND)), Optional.of(new byte[400]));
        first.gate.countDown();
        store.next(2);
    }

    @Test
    void aNodeTakesAsManyEntriesAsItMayAndNotOneMore() throws InterruptedException {
        dispatcher = dispatcher(DeliveryLimits.DEFAULT.inMemory(100, 1_000));
        first.gate = new CountDownLatch(1);
        start();
        for (int i = 0; i < 100; i++) {
            ClaimedEntry next = entry(hop(i));
            assertTrue(dispatcher.hasRoom(List.of(next.entry())), "entry " + i);
            dispatcher.offer(List.of(next), Optional.empty());
        }
        assertFalse(dispatcher.hasRoom(List.of(entry(hop(100)).entry())));
        first.gate.countDown();
        store.next(100);
        while (dispatcher.entries() > 0) {
            Thread.onSpinWait();
        }
        assertTrue(dispatcher.hasRoom(List.of(entry(hop(100)).entry())));
    }

    @Test
    void aNodeKeepsAsMuchContentAsItMayAndNoMessageMore() throws InterruptedException {
        dispatcher = dispatcher(DeliveryLimits.DEFAULT.inMemory(20_000, 1_000));
        first.gate = new CountDownLatch(1);
        start();
        dispatcher.offer(List.of(entry(hop(1))), Optional.of(new byte[600]));
        dispatcher.offer(List.of(entry(hop(2))), Optional.of(new byte[399]));
        assertTrue(dispatcher.hasRoom(List.of(entry(hop(3)).entry())), "an octet is left");
        dispatcher.offer(List.of(entry(hop(3))), Optional.of(new byte[1]));
        assertFalse(dispatcher.hasRoom(List.of(entry(hop(4)).entry())));
        first.gate.countDown();
        store.next(3);
    }

    @Test
    void givesEachAttemptToConnectTheTimeThatIsSet() throws InterruptedException {
        start();
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        store.next(1);
        assertEquals(TIMEOUTS.connect(), first.connectTimeout);
    }

    @Test
    void aConnectionCarriesAsManyMessagesAsItMayAndNotOneMore() throws InterruptedException {
        dispatcher = dispatcher(new DeliveryLimits(100, 50, 10, 1_000, 20, 3, Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMillis(100)));
        for (int i = 0; i < 45; i++) {
            store.due(entry(FIRST));
        }
        start();
        store.next(45);
        assertEquals(3, first.mostOverOne.get());
        assertTrue(first.connects.get() >= 15, "connects " + first.connects);
    }

    @Test
    void aBacklogOfOneHidesNoDueEntryOfAnother() throws InterruptedException {
        first.gate = new CountDownLatch(1);
        for (int i = 0; i < 1_000; i++) {
            store.due(entry(FIRST));
        }
        store.due(entry(SECOND));
        start();
        assertEquals(SECOND, store.next(1).getFirst().entry().entry().route());
        assertTrue(store.left(FIRST) >= 950, "half of 100 at most were taken");
        first.gate.countDown();
        store.next(1_000);
    }

    @Test
    void aDeadNextHopCostsOneProbeHoweverMuchWaits() throws InterruptedException {
        first.down = true;
        for (int i = 0; i < 1_000; i++) {
            store.due(entry(FIRST));
        }
        start();
        store.next(1);
        int looks = store.looks();
        while (store.looks() < looks + 2) {
            Thread.onSpinWait();
        }
        // Two looks at the store are less than the second until the next probe.
        assertTrue(first.connects.get() <= 2, "two workers begin, connects " + first.connects);
        assertTrue(store.left(FIRST) >= 1_000 - 2 * LIMITS.entriesPerDestinationMax(), "left " + store.left(FIRST));
        assertFalse(dispatcher.hasRoom(List.of(entry(FIRST).entry())) && dispatcher.entries() > LIMITS.entriesPerDeadDestinationMax());
    }

    @Test
    void givesBackOnlyWhatNoAttemptHasBegunFor() throws InterruptedException {
        first.gate = new CountDownLatch(1);
        start();
        ClaimedEntry begun = entry(FIRST);
        dispatcher.offer(List.of(begun), Optional.empty());
        first.reachedGate.await();
        List<ClaimedEntry> later = List.of(entry(FIRST), entry(FIRST), entry(FIRST), entry(FIRST), entry(FIRST));
        dispatcher.offer(later, Optional.empty());
        dispatcher.giveBack(Set.of(begun.entry().id(), later.getLast().entry().id()));
        Settlement back = store.next(1).getFirst();
        assertEquals(later.getLast().entry().id(), back.entry().entry().id());
        assertEquals(Optional.of(Destination.GIVEN_BACK_WAIT), back.retryAfter());
        assertEquals("", back.lastReply(), "what was said before stands");
        first.gate.countDown();
        store.next(5);
    }

    @Test
    void releasesWhatWasNotBegunAndBreaksOffWhatHangs() throws InterruptedException {
        first.gate = new CountDownLatch(1);
        start();
        for (int i = 0; i < 10; i++) {
            dispatcher.offer(List.of(entry(FIRST)), Optional.empty());
        }
        first.reachedGate.await();
        dispatcher.stop();
        int settled = 10 - store.released().size();
        assertTrue(settled >= 1 && settled <= 4, "settled " + settled);
        // Breaking off the first opens the gate for the others, which may still be taken.
        assertTrue(store.next(settled).stream().anyMatch(settlement -> settlement.retryAfter().isPresent()));
        assertFalse(dispatcher.hasRoom(List.of(entry(FIRST).entry())));
    }

    @Test
    void triesAgainWhatItCannotReadItself() throws InterruptedException {
        contentUnreadable = true;
        start();
        dispatcher.offer(List.of(entry(FIRST)), Optional.empty());
        Settlement settlement = store.next(1).getFirst();
        assertEquals(1, settlement.attempts());
        assertTrue(settlement.lastReply().contains("cannot read the content"), settlement.lastReply());
        assertEquals(List.of(), first.messages);
    }

    @Test
    void anErrorEndsNeitherClaimsNorSettlements() throws InterruptedException {
        store.failNextWithError(6);
        start();
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        store.due(entry(SECOND));
        store.next(2);
        assertEquals(2, first.messages.size() + second.messages.size());
    }

    @Test
    void anErrorInAnAttemptLosesNeitherItsEntryNorItsDestination() throws InterruptedException {
        policyErrors.set(4);
        start();
        for (int i = 0; i < 4; i++) {
            dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        }
        for (Settlement settlement : store.next(4)) {
            assertEquals(Optional.of(DeliveryWorker.OWN_FAULT_WAIT), settlement.retryAfter());
        }
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        assertInstanceOf(RecipientState.Sent.class, store.next(1).getFirst().states().get(1));
    }

    @Test
    void whatWasTakenUnderALostLeaseIsNotTried() throws InterruptedException {
        first.gate = new CountDownLatch(1);
        start();
        for (int i = 0; i < 10; i++) {
            dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        }
        first.reachedGate.await();
        store.loseLease();
        first.gate.countDown();
        dispatcher.offer(List.of(entry(SECOND)), Optional.of(CONTENT));
        while (dispatcher.entries() > 0) {
            Thread.onSpinWait();
        }
        assertTrue(first.messages.size() <= 4, "only attempts under way end, " + first.messages.size());
        assertEquals(1, second.messages.size());
    }

    @Test
    void acceptanceGoesFirstWhileItNeedsTheProcessors() throws InterruptedException {
        processorsShort = true;
        startWithoutWatch();
        come(40);
        dispatcher.watch();
        for (int i = 0; i < 40; i++) {
            dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        }
        assertEquals(0, first.connects.get(), "a turn is for those that wait at the next look");
        come(40);
        dispatcher.watch();
        store.next(10);
        assertEquals(10, first.messages.size());
        processorsShort = false;
        dispatcher.watch();
        store.next(30);
    }

    private void come(int messages) {
        for (int i = 0; i < messages; i++) {
            dispatcher.hasRoom(List.of(entry(FIRST).entry()));
        }
    }

    @Test
    void withoutTheStoreNoMoreIsSentThanMayBeSentTwice() throws InterruptedException {
        store.failNext(Integer.MAX_VALUE);
        DeliveryLimits large = new DeliveryLimits(1_000, 1_000, 10, 1_000_000, 1_000, 500, Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMillis(100));
        dispatcher = dispatcher(large);
        start();
        for (int i = 0; i < 600; i++) {
            dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        }
        while (first.messages.size() < SettlementGroup.SENT_MAX) {
            Thread.onSpinWait();
        }
        store.awaitFailures(6);
        int sent = first.messages.size();
        store.failNext(0);
        store.next(600);
        assertTrue(sent <= SettlementGroup.SENT_MAX + 4, "four jobs, sent " + sent);
    }

    @Test
    void anEntryWhoseChannelIsGoneFromPolicyComesToItsEnd() throws InterruptedException {
        Route gone = new Route(new ChannelName("tcp_gone"), "gone.example");
        start();
        dispatcher.offer(List.of(entry(gone)), Optional.of(CONTENT));
        Settlement waits = store.next(1).getFirst();
        assertEquals(1, waits.attempts());
        assertEquals("451 4.3.5 policy names no destination for this channel", waits.lastReply());
        dispatcher.offer(List.of(entry(gone, Duration.ofDays(3), Optional.empty())), Optional.of(CONTENT));
        assertInstanceOf(RecipientState.Expired.class, store.next(1).getFirst().states().get(1));
        store.due(entry(gone, Duration.ZERO, Optional.of("admin")));
        assertInstanceOf(RecipientState.Failed.class, store.next(1).getFirst().states().get(1));
    }

    @Test
    @DisplayName("Q08 what is stopped is not delivered and ages nevertheless")
    void q08WhatIsStoppedIsNotDeliveredAndAgesNevertheless() throws InterruptedException {
        stopped.add(FIRST);
        start();
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        Settlement waits = store.next(1).getFirst();
        assertEquals("450 4.3.2 delivery is stopped by the postmaster", waits.lastReply());
        assertEquals(Optional.of(Duration.ofSeconds(5)), waits.retryAfter());
        dispatcher.offer(List.of(entry(FIRST, Duration.ofDays(3), Optional.empty())), Optional.of(CONTENT));
        assertInstanceOf(RecipientState.Expired.class, store.next(1).getFirst().states().get(1));
        assertEquals(0, first.connects.get());
        dispatcher.offer(List.of(entry(SECOND)), Optional.of(CONTENT));
        assertInstanceOf(RecipientState.Sent.class, store.next(1).getFirst().states().get(1));
        stopped.clear();
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        assertInstanceOf(RecipientState.Sent.class, store.next(1).getFirst().states().get(1));
    }

    @Test
    void channelsOfAPoolShareItsConnectionsAndNoneStarves() throws InterruptedException {
        keywords = "pool SMALL 1";
        for (int i = 0; i < 10; i++) {
            store.due(entry(FIRST));
            store.due(entry(SECOND));
            store.due(entry(hop(1)));
        }
        start();
        store.next(30);
        assertEquals(20, first.messages.size());
        assertEquals(10, second.messages.size());
    }

    @Test
    void whenPolicyNamesAnotherHostNobodyWaitsForTheSilentOne() throws InterruptedException {
        first.greeting = new CountDownLatch(1);
        start();
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        first.reachedGate.await();
        firstHost = "smtp://second.example:25";
        Settlement settlement = store.next(1).getFirst();
        assertEquals(1, settlement.attempts());
        dispatcher.wakeUp();
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        store.next(1);
        assertEquals(1, second.messages.size());
    }

    @Test
    void aNextHopThatNeverComesToTheEndOfItsGreetingIsGivenUp() throws InterruptedException {
        first.greeting = new CountDownLatch(1);
        timeouts = new ClientTimeouts(Duration.ofSeconds(7), Duration.ofMillis(50), Duration.ofMinutes(3), Duration.ofMinutes(10));
        dispatcher = dispatcher(LIMITS);
        start();
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        first.reachedGate.await();
        assertTrue(store.next(1).getFirst().lastReply().startsWith("421 4.4.2"));
    }

    @Test
    void c22AChannelsMailGoesToTheHostAndPortItNames() throws InterruptedException {
        firstHost = "smtp://first.inside.example:2601";
        dns.mx("first.inside.example", 10, "mx.example").mx("example.com", 10, "mx.example").address("mx.example", "192.0.2.66");
        start();
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        store.next(1);
        firstHost = "mx:2602";
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        store.next(1);
        assertEquals(List.of("first.inside.example 2601", "192.0.2.66 2602"), connected);
    }

    @Test
    void m20IpAccessSkipsReplacesOrEndsTheAddressesOfAHost() throws InterruptedException {
        firstHost = "mx:25";
        dns.mx("example.com", 10, "mx.example").address("mx.example", "192.0.2.66").address("mx.example", "192.0.2.67").mx("example.com", 20, "far.example").address("far.example", "192.0.2.99");
        start();
        access = (channel, count, current, address, host) -> new IpAccess.Answer.Fail("never there");
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        assertTrue(store.next(1).getFirst().lastReply().startsWith("550 5.7.1 never there"));
        access = (channel, count, current, address, host) -> host.equals("far.example") || current == 1 ? new IpAccess.Answer.Skip() : new IpAccess.Answer.Connect(IpAddress.parse("192.0.2.1"));
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        store.next(1);
        assertEquals(List.of("192.0.2.1 25"), connected);
    }

    @Test
    void m20IpAccessIsAskedOfTheAddressesOfANextHopGivenByName() throws InterruptedException {
        start();
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        store.next(1);
        assertEquals(List.of(), lookedUp);
        keywords = "maytlsclient";
        List<String> asked = new CopyOnWriteArrayList<>();
        access = (channel, count, current, address, host) -> {
            asked.add(channel + "|" + count + "|" + current + "|" + address + "|" + host);
            return current == 1 ? new IpAccess.Answer.Skip() : new IpAccess.Answer.Connect(address);
        };
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        assertInstanceOf(RecipientState.Sent.class, store.next(1).getFirst().states().get(1));
        assertEquals(List.of("tcp_local|2|1|192.0.2.66|first.example", "tcp_local|2|2|192.0.2.1|first.example"), asked);
        assertEquals(List.of("first.example 25", "192.0.2.1 25"), connected);
        assertEquals(List.of("first.example"), lookedUp);
    }

    @Test
    void aNextHopGivenAsAnAddressInBracketsIsThatAddress() throws InterruptedException {
        start();
        dispatcher.offer(List.of(entry(Route.toHost(FIRST.channel(), "[192.0.2.1]"))), Optional.of(CONTENT));
        assertInstanceOf(RecipientState.Sent.class, store.next(1).getFirst().states().get(1));
        assertEquals(List.of("192.0.2.1 25"), connected);
    }

    @Test
    void m20ANextHopWhoseNameCannotBeLookedUpForIpAccessIsTriedAgain() throws InterruptedException {
        firstHost = "smtp://gone.example:25";
        access = (channel, count, current, address, host) -> new IpAccess.Answer.Connect(address);
        start();
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        Settlement settlement = store.next(1).getFirst();
        assertEquals(Map.of(), settlement.states());
        assertTrue(settlement.lastReply().startsWith("421 4.4.1 cannot connect: no address for gone.example"), settlement.lastReply());
        assertEquals(List.of(), connected);
    }

    @Test
    void whatANextHopRefusesForGoodAfterItWasTakenIsALeak() throws InterruptedException {
        first.rcptReply = "550 5.1.1 nobody";
        start();
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        assertInstanceOf(RecipientState.Failed.class, store.next(1).getFirst().states().get(1));
        assertEquals(Map.of(FIRST.channel(), 1L), leaks.total());
        // Nobody wants recipients of this channel known before.
        assertEquals(Map.of(), alarms.standing());
        keywords = "verifynexthop";
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        store.next(1);
        first.rcptReply = "450 4.2.0 later";
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        store.next(1);
        assertEquals(Map.of(FIRST.channel(), 2L), leaks.total());
        assertEquals(Map.of("leak:tcp_local", "Channel tcp_local took mail that its next hop smtp://first.example:25 then refused for good: 550 5.1.1 nobody"), alarms.standing());
    }

    @Test
    void whatAFilterRefusesOrAPersonReturnsIsNoLeak() throws InterruptedException {
        first.offers = "250-hop\r\n250 DSN";
        first.rcptReply = "550 5.7.1 not that";
        start();
        dispatcher.offer(List.of(entry(Route.through(FIRST.channel(), SECOND))), Optional.of(CONTENT));
        store.next(1);
        dispatcher.offer(List.of(entry(new Route(FIRST.channel(), Route.ACCOUNT))), Optional.of(CONTENT));
        assertInstanceOf(RecipientState.Failed.class, store.next(1).getFirst().states().get(1));
        assertEquals(Map.of(), leaks.total());
    }

    @Test
    void whenPolicyWantsEncryptionAKeptConnectionInTheClearCarriesNothingMore() throws InterruptedException {
        start();
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        assertInstanceOf(RecipientState.Sent.class, store.next(1).getFirst().states().get(1));
        keywords = "musttlsclient";
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        Settlement settlement = store.next(1).getFirst();
        assertEquals(Map.of(), settlement.states());
        assertTrue(settlement.lastReply().startsWith("451 4.7.4"), settlement.lastReply());
        assertEquals(1, first.messages.size());
    }

    @Test
    void whatIsHeldAndKnownToNobodyIsGivenBack() throws InterruptedException {
        ClaimedEntry forgotten = entry(FIRST);
        ClaimedEntry known = entry(FIRST);
        first.gate = new CountDownLatch(1);
        start();
        dispatcher.offer(List.of(known), Optional.of(CONTENT));
        first.reachedGate.await();
        store.hold(forgotten);
        store.hold(known);
        dispatcher.releaseForgotten();
        assertEquals(List.of(), store.released());
        dispatcher.releaseForgotten();
        assertEquals(List.of(forgotten.entry().id()), store.released());
        first.gate.countDown();
        store.next(1);
    }

    @Test
    void whatIsToBeReturnedNeedsNoNextHop() throws InterruptedException {
        first.down = true;
        store.due(entry(FIRST));
        store.due(entry(FIRST, Duration.ZERO, Optional.of("admin")));
        start();
        assertEquals(1, store.next(2).stream().filter(settlement -> settlement.states().get(1) instanceof RecipientState.Failed).count());
    }

    @Test
    void c29APartWhoseOthersAreMissingIsReturnedWithThatReason() throws InterruptedException {
        ClaimedEntry part = entry(FIRST, Duration.ZERO, Optional.of(PartialSets.RETURNED_BY));
        store.due(part);
        store.due(entry(FIRST, Duration.ZERO, Optional.of("admin")));
        start();
        List<Settlement> settled = store.next(2);
        settled.forEach(settlement -> assertEquals(new RecipientState.Failed(settlement.entry().entry().id().equals(part.entry().id()) ? Replies.PARTS_MISSING : Replies.RETURNED_BY_POSTMASTER),
                settlement.states().get(1)));
    }

    @Test
    void whatIsToBeReturnedWaitsForNoneThatIsDueBefore() throws InterruptedException {
        first.down = true;
        for (int i = 0; i < 1_000; i++) {
            store.due(entry(FIRST));
        }
        start();
        store.next(1);
        ClaimedEntry returned = entry(FIRST, Duration.ZERO, Optional.of("admin"));
        store.due(returned);
        assertFailed(returned);
        assertTrue(store.left(FIRST) >= 1_000 - 2 * LIMITS.entriesPerDestinationMax(), "left " + store.left(FIRST));
    }

    @Test
    void whatIsToBeReturnedWaitsForNoneThatIsTried() throws InterruptedException {
        first.gate = new CountDownLatch(1);
        start();
        dispatcher.offer(List.of(entry(FIRST)), Optional.empty());
        first.reachedGate.await();
        // More than there is room for in the share of a destination that hangs.
        for (int i = 0; i < 2 * LIMITS.entriesMax(); i++) {
            store.due(entry(FIRST, Duration.ZERO, Optional.of("admin")));
        }
        for (Settlement settlement : store.next(2 * LIMITS.entriesMax())) {
            assertInstanceOf(RecipientState.Failed.class, settlement.states().get(1));
        }
        assertEquals(1, first.connects.get());
        first.gate.countDown();
        store.next(1);
    }

    @Test
    void whatCannotBeReturnedForAReasonOfOurOwnIsTriedAgain() throws InterruptedException {
        policyErrors.set(1);
        store.due(entry(FIRST, Duration.ZERO, Optional.of("admin")));
        start();
        Settlement settlement = store.next(1).getFirst();
        assertEquals(Optional.of(DeliveryWorker.OWN_FAULT_WAIT), settlement.retryAfter());
        assertEquals(Map.of(), settlement.states());
    }

    /** The next settlement of that entry says so; others may come before it. */
    private void assertFailed(ClaimedEntry entry) throws InterruptedException {
        Settlement settlement = store.next(1).getFirst();
        while (!settlement.entry().entry().id().equals(entry.entry().id())) {
            settlement = store.next(1).getFirst();
        }
        assertInstanceOf(RecipientState.Failed.class, settlement.states().get(1));
    }

    @Test
    void deliversToTheHostsADomainNames() throws InterruptedException {
        firstHost = "mx:2600";
        dns.mx("example.com", 10, "down.example").mx("example.com", 20, "mx.example").address("down.example", "192.0.2.77").address("mx.example", "192.0.2.1");
        second.down = true;
        start();
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        assertInstanceOf(RecipientState.Sent.class, store.next(1).getFirst().states().get(1));
        assertEquals(1, first.messages.size());
        assertTrue(second.connects.get() > 0, "the host of lower preference was not tried first");
    }

    @Test
    void p19ADomainIsToldOfConnectionsToItsHostsThatAreNotEncrypted() throws InterruptedException {
        firstHost = "mx:2600";
        keywords = "maytlsclient";
        dns.mx("example.com", 10, "mx.example").address("mx.example", "192.0.2.1");
        start();
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        store.next(1);
        assertEquals(List.of(TlsOutcome.failure("example.com", AppliedPolicy.NONE,
                new TlsOutcome.Failure("starttls-not-supported", "", "mx.example", "192.0.2.1"))), outcomes);
    }

    @Test
    void p19APolicyThatIsTriedOutCostsNoMailAndIsTold() throws InterruptedException {
        firstHost = "mx:2600";
        keywords = "mtasts";
        published = new StsPolicy(StsPolicy.Mode.TESTING, List.of("mx.example"), Duration.ofDays(1));
        dns.mx("example.com", 10, "mx.example").address("mx.example", "192.0.2.1");
        start();
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        assertInstanceOf(RecipientState.Sent.class, store.next(1).getFirst().states().get(1));
        assertEquals(List.of("starttls-not-supported"), outcomes.stream().map(outcome -> outcome.failure().orElseThrow().resultType()).toList());
        assertEquals(AppliedPolicy.Type.STS, outcomes.getFirst().policy().type());
    }

    @Test
    void p19AMessageThatPrefersDeliveryGoesWhereOthersMayNotAndOverAConnectionOfItsOwn() throws InterruptedException {
        firstHost = "mx:2600";
        keywords = "mtasts";
        published = new StsPolicy(StsPolicy.Mode.ENFORCE, List.of("mx.example"), Duration.ofDays(1));
        dns.mx("example.com", 10, "mx.example").address("mx.example", "192.0.2.1");
        start();
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        assertTrue(store.next(1).getFirst().lastReply().startsWith("451 4.7.4"));
        marks = Set.of(QueuedMessage.PREFERS_DELIVERY);
        dispatcher.wakeUp();
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        assertInstanceOf(RecipientState.Sent.class, store.next(1).getFirst().states().get(1));
        marks = Set.of();
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        assertEquals(Map.of(), store.next(1).getFirst().states(), "it went over the connection of another");
        assertTrue(outcomes.stream().allMatch(outcome -> outcome.policy().type() == AppliedPolicy.Type.STS), outcomes.toString());
    }

    @Test
    void whatAFixedNextHopOffersIsRememberedAndOfADomainsHostsNothing() throws InterruptedException {
        start();
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        store.next(1);
        assertEquals(Optional.of(new NextHopOffers.Offered(false, false, OptionalLong.empty())), offers.of(NextHop.parse(firstHost)));
        firstHost = "mx:2600";
        dns.mx("example.com", 10, "mx.example").address("mx.example", "192.0.2.1");
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        store.next(1);
        assertEquals(Optional.empty(), offers.of(NextHop.parse(firstHost).forDomain("example.com")));
    }

    @Test
    void aDomainThatTakesNoMailIsAFailureForGood() throws InterruptedException {
        firstHost = "mx";
        dns.mx("example.com", 0, "");
        start();
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        RecipientState.Failed failed = assertInstanceOf(RecipientState.Failed.class, store.next(1).getFirst().states().get(1));
        assertEquals(556, failed.reply().code());
        assertEquals("5.1.10", failed.reply().status().toString());
    }

    @Test
    void anEntryOfSeveralDomainsGoesByOneDomainAtAnAttempt() throws InterruptedException {
        firstHost = "mx:2600";
        dns.mx("example.com", 10, "mx.example").address("mx.example", "192.0.2.1");
        ClaimedEntry one = entry(FIRST);
        Recipient elsewhere = new Recipient(new Mailbox("r", "other.example"), ForwardPath.of("r", "other.example"), RcptParameters.NONE);
        List<QueuedRecipient> both = List.of(one.entry().recipients().getFirst(), new QueuedRecipient(2, elsewhere, new RecipientState.Waiting()));
        QueueEntry entry = new QueueEntry(one.entry().id(), FIRST, 0, 0, Duration.ZERO, both);
        start();
        dispatcher.offer(List.of(new ClaimedEntry(entry, one.message())), Optional.of(CONTENT));
        Settlement settlement = store.next(1).getFirst();
        assertEquals(Set.of(1), settlement.states().keySet());
        assertTrue(settlement.retryAfter().isPresent(), "the other recipient is not tried again");
    }

    @Test
    void eightBitContentIsConvertedOnItsWay() throws InterruptedException {
        content = "Subject: x\r\nMIME-Version: 1.0\r\n\r\n\u00fc\r\n".getBytes(StandardCharsets.ISO_8859_1);
        body = BodyType.EIGHT_BIT_MIME;
        start();
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(content));
        assertInstanceOf(RecipientState.Sent.class, store.next(1).getFirst().states().get(1));
        assertEquals(List.of("Received: here\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=FC\r\n"), first.messages);
    }

    @Test
    void eightBitContentIsRefusedWhereItMustNotBeConverted() throws InterruptedException {
        content = "Subject: x\r\nMIME-Version: 1.0\r\n\r\n\u00fc\r\n".getBytes(StandardCharsets.ISO_8859_1);
        body = BodyType.EIGHT_BIT_MIME;
        keywords = "eightstrict";
        start();
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(content));
        assertEquals("5.6.2", assertInstanceOf(RecipientState.Failed.class, store.next(1).getFirst().states().get(1)).reply().status().toString());
    }

    @Test
    void noAnswerAboutADomainIsATemporaryFailure() throws InterruptedException {
        firstHost = "mx";
        dns.failing("example.com");
        start();
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        Settlement settlement = store.next(1).getFirst();
        assertEquals(Map.of(), settlement.states());
        assertTrue(settlement.lastReply().startsWith("451 4.4.3"), settlement.lastReply());
    }

    @Test
    void domainsWithTheSameHostsShareWhatTheChannelAllowsThem() throws InterruptedException {
        firstHost = "mx:2600";
        keywords = "messagesperminute 1";
        dns.mx("one.example", 10, "mx.example").mx("two.example", 20, "mx.example").address("mx.example", "192.0.2.1");
        start();
        dispatcher.offer(List.of(entryFor("one.example")), Optional.of(CONTENT));
        store.next(1);
        dispatcher.offer(List.of(entryFor("two.example"), entryFor("one.example")), Optional.of(CONTENT));
        awaitLooks();
        assertEquals(1, first.messages.size());
    }

    @Test
    void aDomainBeyondAsciiIsLookedUpAsNameServersKnowIt() throws InterruptedException {
        firstHost = "mx:2600";
        dns.mx("xn--strae-oqa.example", 10, "mx.example").address("mx.example", "192.0.2.1").address("strasse.example", "192.0.2.66");
        first.offers = "250-hop\r\n250-SMTPUTF8\r\n250 8BITMIME";
        start();
        dispatcher.offer(List.of(entryFor("stra\u00dfe.example")), Optional.of(CONTENT));
        assertInstanceOf(RecipientState.Sent.class, store.next(1).getFirst().states().get(1));
        assertEquals(1, first.messages.size());
    }

    @Test
    void whatAHostBearsIsNoBusinessOfAnother() throws InterruptedException {
        firstHost = "mx:2600";
        keywords = "messagesperminute 1";
        dns.mx("one.example", 10, "mx1.example").address("mx1.example", "192.0.2.1").mx("two.example", 10, "mx2.example").address("mx2.example", "192.0.2.1");
        start();
        dispatcher.offer(List.of(entryFor("one.example"), entryFor("two.example")), Optional.of(CONTENT));
        store.next(2);
        assertEquals(2, first.messages.size());
    }

    @Test
    void aComplaintOverOneDomainSlowsAllThatItsHostsServe() throws InterruptedException {
        firstHost = "mx:2600";
        first.rcptReply = "450 4.7.1 too fast";
        dns.mx("one.example", 10, "mx.example").mx("two.example", 20, "mx.example").address("mx.example", "192.0.2.1");
        start();
        dispatcher.offer(List.of(entryFor("one.example")), Optional.of(CONTENT));
        store.next(1);
        assertEquals(OptionalInt.of(30), perMinute("one.example"));
        first.rcptReply = "250 ok";
        dispatcher.offer(List.of(entryFor("two.example"), entry(SECOND)), Optional.of(CONTENT));
        store.next(2);
        assertEquals(OptionalInt.of(33), perMinute("two.example"), "a twentieth of a message a second came back with the one that was taken");
        assertEquals(OptionalInt.of(33), perMinute("one.example"));
        assertEquals(OptionalInt.empty(), perMinute(SECOND.nextHop()), "other hosts are as they were");
    }

    @Test
    void aConnectionRefusedBesideOthersSlowsNoMessages() throws InterruptedException {
        first.connectionsMax = 1;
        first.tooManyGreeting = "421 4.7.0 one at a time";
        for (int i = 0; i < 40; i++) {
            store.due(entry(FIRST));
        }
        start();
        assertEquals(40, store.next(40).stream().filter(settlement -> settlement.states().get(1) instanceof RecipientState.Sent).count());
        assertEquals(OptionalInt.empty(), perMinute(FIRST.nextHop()));
    }

    @Test
    void aHostThatRefusesEveryConnectionIsNotHurried() throws InterruptedException {
        first.connectionsMax = 0;
        first.tooManyGreeting = "421 4.7.0 not now";
        start();
        dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        store.next(1);
        assertEquals(OptionalInt.of(30), perMinute(FIRST.nextHop()));
    }

    private OptionalInt perMinute(String nextHop) {
        return dispatcher.destinations().stream().filter(view -> view.route().nextHop().equals(nextHop)).findFirst().orElseThrow().messagesPerMinute();
    }

    /** In two looks everything is begun that may be. */
    private void awaitLooks() {
        int looks = store.looks();
        while (store.looks() < looks + 2) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aConnectionNamesAsManyRecipientsAsItMayAndNotOneMore() throws InterruptedException {
        keywords = "recipientsperconnection 2";
        start();
        dispatcher.offer(List.of(entry(FIRST, 3)), Optional.of(CONTENT));
        Settlement settlement = store.next(1).getFirst();
        assertEquals(Set.of(1, 2), settlement.states().keySet());
        assertEquals(Optional.of(Destination.GIVEN_BACK_WAIT), settlement.retryAfter());
        for (int i = 0; i < 9; i++) {
            dispatcher.offer(List.of(entry(FIRST)), Optional.of(CONTENT));
        }
        store.next(9);
        assertEquals(2, first.mostRecipientsOverOne.get());
        assertTrue(first.connects.get() >= 6, "connects " + first.connects);
    }

    private ClaimedEntry entry(Route route, int recipients) {
        ClaimedEntry one = entry(route);
        List<QueuedRecipient> all = new ArrayList<>();
        for (int i = 1; i <= recipients; i++) {
            all.add(new QueuedRecipient(i, new Recipient(new Mailbox("r" + i, "example.com"), ForwardPath.of("r" + i, "example.com"), RcptParameters.NONE), new RecipientState.Waiting()));
        }
        return new ClaimedEntry(new QueueEntry(one.entry().id(), route, 0, 0, Duration.ZERO, all), one.message());
    }

    /** By domain. */
    private ClaimedEntry entryFor(String domain) {
        ClaimedEntry one = entry(new Route(FIRST.channel(), domain));
        Recipient recipient = new Recipient(new Mailbox("r", domain), ForwardPath.of("r", domain), RcptParameters.NONE);
        return new ClaimedEntry(new QueueEntry(one.entry().id(), one.entry().route(), 0, 0, Duration.ZERO,
                List.of(new QueuedRecipient(1, recipient, new RecipientState.Waiting()))), one.message());
    }

    @Test
    void aCopyWhoseAccountTakesNoMailWaitsAndIsNotSent() throws Exception {
        accounts = new Match.Unavailable<>("inactive");
        start();
        dispatcher.offer(List.of(entry(new Route(FIRST.channel(), Route.ACCOUNT))), Optional.of(CONTENT));
        Settlement settlement = store.next(1).getFirst();
        assertEquals(Map.of(), settlement.states());
        assertEquals(Optional.of(Duration.ofSeconds(5)), settlement.retryAfter());
        assertTrue(settlement.lastReply().startsWith("450 4.2.0"), settlement.lastReply());
        assertEquals(Map.of(), settlement.moves());
    }

    @Test
    void itGoesTheWayItsAddressLeadsOnceTheAccountTakesMailAgain() throws Exception {
        List<Routing.Destination> to = List.of(new Routing.Destination(new Mailbox("r", "example.com"), FIRST));
        accounts = new Match.Found<>(to);
        start();
        dispatcher.offer(List.of(entry(new Route(FIRST.channel(), Route.ACCOUNT))), Optional.of(CONTENT));
        Settlement settlement = store.next(1).getFirst();
        assertEquals(Map.of("r@example.com", to), settlement.moves());
        assertEquals(Map.of(), settlement.states());
        assertFalse(settlement.finishesEntry(), "its rows are moved, not removed");
        assertEquals(TraceEvent.Kind.RELEASE, settlement.trace().getLast().kind());
    }

    @Test
    void itIsReturnedWhereTheAccountIsGoneOrStaysSoForTooLong() throws Exception {
        accounts = new Match.NotFound<>();
        start();
        dispatcher.offer(List.of(entry(new Route(FIRST.channel(), Route.ACCOUNT))), Optional.of(CONTENT));
        assertInstanceOf(RecipientState.Failed.class, store.next(1).getFirst().states().get(1));
        accounts = new Match.Unavailable<>("inactive");
        dispatcher.offer(List.of(entry(new Route(FIRST.channel(), Route.ACCOUNT), Duration.ofDays(2), Optional.empty())), Optional.of(CONTENT));
        assertInstanceOf(RecipientState.Expired.class, store.next(1).getFirst().states().get(1));
    }

    private void start() {
        startWithoutWatch();
        threads.add(Thread.ofPlatform().start(dispatcher::runWatch));
    }

    private void startWithoutWatch() {
        threads.add(Thread.ofPlatform().start(dispatcher::runClaims));
        threads.add(Thread.ofPlatform().start(dispatcher::runSettlements));
    }

    private Dispatcher dispatcher(DeliveryLimits limits) {
        Aftermath aftermath = new Aftermath("gate.example", address -> new Match.NotFound<>(), (report, original, octets) -> new byte[0], ReturnLimits.DEFAULT, Backscatter.DEFAULT, random);
        RemoteLink.Connector network = (host, port, timeout, from) -> {
            connected.add(host + " " + port);
            return (host.startsWith("first") || host.equals("192.0.2.1") ? first : second).connect(host, port, timeout, from);
        };
        DeliveryPorts.Network ours = new DeliveryPorts.Network(network, this::addresses, "gate.example", timeouts, new MxRouting(dns, new OurHost(Set.of("gate.example"), Set.of()), random),
                new TransportSecurity(dns, domain -> published, Set.of()), offers, outcomes::add, Logins.FILES,
                new AddressAccess() {
                    @Override
                    public IpAccess.Answer of(ChannelName channel, int count, int current, IpAddress address, String host) {
                        return access.of(channel, count, current, address, host);
                    }

                    @Override
                    public boolean isAsked() {
                        return access.isAsked();
                    }
                });
        return new Dispatcher(new DeliveryPorts(store, this::content, this::policy, stopped::contains, aftermath, address -> accounts, ours, Clock.systemUTC(),
                new OnwardSender(Optional.empty(), FakeDirectory.demo(), this::policy, Clock.systemUTC()), () -> processorsShort, HOP_SECRET, leaks), limits);
    }

    private List<IpAddress> addresses(String host) throws IOException {
        lookedUp.add(host);
        return switch (host) {
            case "first.example" -> List.of(IpAddress.parse("192.0.2.66"), IpAddress.parse("192.0.2.1"));
            case "192.0.2.1" -> List.of(IpAddress.parse(host));
            default -> throw new IOException("no address for " + host);
        };
    }

    private InputStream content(QueueId id) throws IOException {
        if (contentUnreadable) {
            throw new IOException("gone");
        }
        return new ByteArrayInputStream(content);
    }

    @Test
    void c24AFilterIsGivenASecretAndNothingOfWhatTheSenderWants() throws InterruptedException {
        first.offers = "250-hop\r\n250-DSN\r\n250 PIPELINING";
        ClaimedEntry away = entry(Route.through(FIRST.channel(), SECOND));
        start();
        dispatcher.offer(List.of(away), Optional.of(CONTENT));
        assertInstanceOf(RecipientState.Held.class, store.next(1).getFirst().states().get(1));
        assertEquals(List.of("MAIL FROM:<> ENVID=" + HOP_SECRET.envid(away.entry().id()), "RCPT TO:<r@example.com> NOTIFY=NEVER"), first.envelopes);
        assertEquals(1, first.messages.size());
        assertEquals(0, second.connects.get());
    }

    @Test
    void c24AFilterGetsNoMoreConnectionsThanItsChannelSaysHoweverManyDomainsMailGoesOnTo() throws InterruptedException {
        first.offers = "250-hop\r\n250-DSN\r\n250 PIPELINING";
        first.connectionsMax = 4;
        first.gate = new CountDownLatch(1);
        start();
        for (int i = 0; i < 30; i++) {
            dispatcher.offer(List.of(entry(Route.through(FIRST.channel(), hop(i)))), Optional.of(CONTENT));
        }
        first.reachedGate.await();
        first.gate.countDown();
        for (Settlement settlement : store.next(30)) {
            assertInstanceOf(RecipientState.Held.class, settlement.states().get(1), settlement.lastReply());
        }
    }

    @Test
    void c24AFilterThatWouldLoseTheSecretIsGivenNothing() throws InterruptedException {
        start();
        dispatcher.offer(List.of(entry(Route.through(FIRST.channel(), SECOND))), Optional.of(CONTENT));
        Settlement settlement = store.next(1).getFirst();
        assertEquals(Map.of(), settlement.states());
        assertTrue(settlement.lastReply().startsWith("451 4.3.5"), settlement.lastReply());
        assertEquals(List.of(), first.messages);
    }

    private PolicySnapshot policy() {
        if (policyErrors.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new StackOverflowError("a bug");
        }
        return new PolicySnapshot(1, Map.of(), Map.of(FIRST.channel(), channel(FIRST, firstHost), SECOND.channel(), channel(SECOND, "smtp://second.example:25")), List.of());
    }

    private Channel channel(Route route, String hop) {
        return new Channel(route.channel(), OptionalLong.empty(), OptionalLong.empty(), 100, 1 << 18, BareLineFeed.NORMALIZE, false,
                Optional.of(NextHop.parse(hop)), List.of(Duration.ofSeconds(5)), List.of(Duration.ofDays(2)), 4, ChannelKeywords.parse(keywords));
    }

    /** One of many destinations that have the first's next hop. */
    private static Route hop(int number) {
        return new Route(FIRST.channel(), "h" + number + ".example");
    }

    private ClaimedEntry entry(Route route) {
        return entry(route, Duration.ZERO, Optional.empty());
    }

    private ClaimedEntry entry(Route route, Duration age, Optional<String> returnRequestedBy) {
        Recipient recipient = new Recipient(new Mailbox("r", "example.com"), ForwardPath.of("r", "example.com"), RcptParameters.NONE);
        QueueEntry entry = new QueueEntry(new UUID(random.nextLong(), random.nextLong()), route, 0, 0, age,
                List.of(new QueuedRecipient(1, recipient, new RecipientState.Waiting())), returnRequestedBy, Optional.empty(), Optional.empty(), EntryWishes.NONE);
        return new ClaimedEntry(entry, new QueuedMessage(QueueId.make(Instant.EPOCH, random), new Envelope(ReversePath.NULL,
                new MailParameters(OptionalLong.empty(), body, Optional.empty(), Optional.empty())), content.length, HeaderEdits.NONE.prepend("Received: here\r\n"), new Origin("s", 1, Optional.empty(), new ChannelName("tcp_local")), 1, marks));
    }
}
