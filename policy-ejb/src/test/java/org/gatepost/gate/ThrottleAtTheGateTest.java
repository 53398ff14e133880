package org.gatepost.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.gatepost.mapping.Lookups;
import org.gatepost.queue.QueuedRecipient;
import org.gatepost.queue.RecipientState;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.Match;
import org.gatepost.throttle.Greylisted;
import org.gatepost.throttle.LedgerEntry;
import org.gatepost.throttle.MemoryLedger;
import org.gatepost.throttle.Quota;
import org.gatepost.throttle.ThrottleLedger;
import org.gatepost.throttle.ThrottleTable;
import org.gatepost.throttle.ThrottleTable.KeyForm;
import org.gatepost.throttle.ThrottleTable.Kind;
import org.gatepost.throttle.Throttling;
import org.gatepost.trace.AlarmList;
import org.gatepost.trace.TraceEvent;

/** What is said at the gate to those who come too often, on the ledger of a node that is alone. */
class ThrottleAtTheGateTest {

    private static final String LETTER = "From: alice@example.com\r\nSubject: x\r\n\r\nx\r\n";
    private static final ThrottleTable NETS = new ThrottleTable("nets", new Kind.Throttle(new Quota(3, Duration.ofMinutes(1), true)), KeyForm.NETWORK, 100, true);
    private static final ThrottleTable CLOSED = new ThrottleTable("closed", NETS.kind(), KeyForm.NETWORK, 100, false);
    private static final ThrottleTable GREY = new ThrottleTable("grey", new Kind.Greylisting(Greylisted.Times.DEFAULT), KeyForm.WITHOUT_CASE, 100, true);
    private static final ThrottleTable HOUR = new ThrottleTable("recipients-an-hour", new Kind.Throttle(new Quota(5, Duration.ofHours(1), false)), KeyForm.WITHOUT_CASE, 100, true);
    private static final ThrottleTable DAY = new ThrottleTable("recipients-a-day", new Kind.Throttle(new Quota(7, Duration.ofDays(1), false)), KeyForm.WITHOUT_CASE, 100, true);

    private final AlarmList alarms = new AlarmList();
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final MemoryLedger memory = new MemoryLedger(() -> now);
    private boolean down;
    private final Throttling throttling = new Throttling(new ThrottleLedger() {
        @Override
        public Match<Changed> change(ThrottleTable table, String key, Function<Optional<LedgerEntry>, Optional<LedgerEntry>> change) {
            return down ? new Match.Unavailable<>("no member") : memory.change(table, key, change);
        }
    }, alarms, () -> now);
    private final TestGate gate = new TestGate(assembly -> assembly.consulting(TableLookups.of(Lookups.NONE).counting(throttling)).counting(throttling, alarms));

    private void tables(ThrottleTable... tables) {
        Map<String, ThrottleTable> byName = Stream.of(tables).collect(Collectors.toMap(ThrottleTable::name, table -> table));
        List<ThrottleTable> ofUsers = Stream.of(tables).filter(table -> table.name().startsWith("recipients")).toList();
        gate.throttles(new ThrottlePolicy(byName, ofUsers));
    }

    @Test
    void t01ConnectionsOverTheQuotaOfANetworkAreClosed() {
        tables(NETS);
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "connectionthrottle nets");
        assertEquals(List.of("250", "250", "250", "421 4.7.0"), Stream.of("198.51.100.1", "198.51.100.2", "198.51.100.3", "198.51.100.4").map(gate::connect).toList());
        assertEquals("250", gate.connect("198.51.101.1"));
        assertEquals(List.of("250", "250", "250", "421 4.7.0"), Stream.of("2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8::ffff:1").map(gate::connect).toList());
    }

    @Test
    void t01PortAccessCountsOnceAConnection() {
        tables(NETS);
        gate.tables("PORT_ACCESS\n  TCP|*|25|*|*  $C$[check_metermaid.so,throttle,nets,$1]$N421$ 4.7.0$ slow$ down$E\n  *  $YEXTERNAL\n");
        assertEquals(List.of("250", "250", "250", "421 4.7.0"), Stream.of("198.51.100.1", "198.51.100.2", "198.51.100.3", "198.51.100.4").map(gate::connect).toList());
    }

    @Test
    void t03WhoGoesOnKnockingIsKeptOut() {
        tables(NETS);
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "connectionthrottle nets");
        Stream.generate(() -> "198.51.100.1").limit(20).forEach(gate::connect);
        now = now.plusSeconds(40);
        assertEquals("421 4.7.0", gate.connect("198.51.100.1"), "a quota of one minute after six refusals counted");
        now = now.plusSeconds(120);
        assertEquals("250", gate.connect("198.51.100.1"));
    }

    @Test
    void t08CountersThatCannotBeHadObjectToNobodyUnlessToldOtherwise() {
        down = true;
        tables(NETS, CLOSED, GREY);
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "connectionthrottle nets greylisting grey");
        assertEquals("250", gate.connect("198.51.100.1"));
        gate.session("smtp").send("a@remote.example", "bob@example.com", LETTER);
        assertTrue(alarms.standing().containsKey("throttle:nets"), "an alarm stands");
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "connectionthrottle closed");
        assertEquals("421 4.3.2", gate.connect("198.51.100.1"));
        down = false;
        assertEquals("250", gate.connect("198.51.100.1"));
        assertTrue(!alarms.standing().containsKey("throttle:closed"), "it is gone");
    }

    @Test
    void t07AStrangerComesAgainLater() {
        tables(GREY);
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "maytlsserver maysaslserver greylisting grey");
        TestGate.Session stranger = gate.session("smtp");
        stranger.mail("a@remote.example");
        assertEquals("550 5.1.1", stranger.rcpt("nobody@example.com"), "an address that is none is said so at once");
        assertEquals(Replies.GREYLISTED, stranger.rcptReply("bob@example.com"));
        assertEquals("451 4.7.1", stranger.rcpt("bob@example.com"));
        now = now.plusSeconds(301);
        assertEquals("250", stranger.rcpt("bob@example.com"));
        assertEquals("451 4.7.1", stranger.rcpt("alice@example.com"), "another recipient is another triplet");
        assertEquals("250", stranger.rcpt("postmaster@example.com"));
        assertEquals("250", stranger.rcpt("abuse@example.com"));
        stranger.mail("b@remote.example");
        assertEquals("451 4.7.1", stranger.rcpt("bob@example.com"), "another sender is another triplet");
        assertEquals("250", user("smtp", "bob@example.com"));
        gate.channel("tcp_submit", "", "submit maytlsserver greylisting grey");
        assertEquals("250", user("submission", "bob@example.com"));
    }

    @Test
    void oneThrottleTableIsTriedAndCountsAsIfItWereMeant() {
        tables(NETS, GREY, HOUR);
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "maytlsserver connectionthrottle nets greylisting grey logonly throttle_table:nets");
        assertEquals(List.of("250", "250", "250", "250"), Stream.of("198.51.100.1", "198.51.100.2", "198.51.100.3", "198.51.100.4").map(gate::connect).toList());
        assertEquals(List.of("throttle_table:nets: over the quota of throttle table nets"), wouldRefuse());
        TestGate.Session stranger = gate.session("smtp");
        stranger.mail("a@remote.example");
        assertEquals("451 4.7.1", stranger.rcpt("bob@example.com"), "the other is meant");
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "maytlsserver connectionthrottle nets greylisting grey logonly throttle_table:grey");
        stranger = gate.session("smtp");
        stranger.mail("b@remote.example");
        assertEquals("250", stranger.rcpt("bob@example.com"));
        assertEquals("250", stranger.message(LETTER));
        assertEquals("throttle_table:grey: throttle table grey has not seen it long enough", wouldRefuse().getLast());
        assertEquals(List.of("would-refuse:throttle_table:grey"), List.copyOf(gate.stored.getLast().message().marks()));
    }

    @Test
    void aQuotaOfUsersThatIsTriedHoldsNothingAndRaisesNoAlarm() {
        tables(HOUR);
        gate.channel("tcp_submit", "", "submit maytlsserver logonly throttle_table:recipients-an-hour");
        for (int i = 0; i < 6; i++) {
            TestGate.Session session = gate.session("submission").encrypt().login("alice");
            session.send("alice@example.com", "bob@example.com", LETTER);
        }
        assertTrue(gate.stored.getLast().entries().getFirst().recipients().getFirst().state() instanceof RecipientState.Waiting);
        assertEquals(List.of("throttle_table:recipients-an-hour: mail of alice@example.com would be held: over the quota"), wouldRefuse());
        assertEquals(Map.of(), alarms.standing());
        gate.channel("tcp_submit", "", "submit maytlsserver logonly throttle_table:recipients-a-day");
        String said = assertThrows(IllegalArgumentException.class, gate::compiled).getMessage();
        assertTrue(said.startsWith("channel tcp_submit: logonly names throttle_table:recipients-a-day, which is no table its keywords name"), said);
    }

    private List<String> wouldRefuse() {
        return gate.traced.stream().filter(event -> event.kind() == TraceEvent.Kind.WOULD_REFUSE).map(TraceEvent::reason).toList();
    }

    private String user(String listener, String recipient) {
        TestGate.Session session = gate.session(listener).encrypt().login("alice");
        session.mail("alice@example.com");
        return session.rcpt(recipient);
    }

    private List<String> states() {
        return gate.stored.getLast().entries().stream().flatMap(entry -> entry.recipients().stream()).map(QueuedRecipient::state)
                .map(state -> state instanceof RecipientState.Held(String by, String why) ? by + ": " + why : "waits").distinct().toList();
    }

    private List<String> sent(TestGate.Session session, String from, int recipients) {
        List<String> all = List.of("bob@example.com", "alice@example.com", "robert@example.com", "judy@example.com");
        session.mail(from);
        all.subList(0, recipients).forEach(session::rcpt);
        assertEquals("250", session.message(LETTER.replace("alice@example.com", from)));
        return states();
    }

    @Test
    void t05MailOfAUserOverTheQuotaOfAnHourIsHeldAndSomebodyIsTold() {
        tables(HOUR, DAY);
        TestGate.Session alice = gate.session("submission").encrypt().login("alice");
        assertEquals(List.of("waits"), sent(alice, "alice@example.com", 3));
        assertEquals(List.of("RecipientsOfUser: alice@example.com has reached the quota of throttle table recipients-an-hour"), sent(alice, "alice@example.com", 3), "one over");
        assertTrue(alarms.standing().containsKey("user:alice@example.com"), "somebody is told");
        assertEquals(List.of("waits"), sent(alice, "alice@example.com", 2), "what is within the quota goes");
        assertTrue(alarms.standing().isEmpty());
        assertEquals(List.of("waits"), sent(gate.session("submission").encrypt().login("bob"), "bob@example.com", 1));
        now = now.plus(Duration.ofHours(1));
        assertEquals(List.of("RecipientsOfUser: alice@example.com has reached the quota of throttle table recipients-a-day"), sent(alice, "alice@example.com", 3), "5 of 7, and a little refilled");
        down = true;
        assertEquals(List.of("waits"), sent(alice, "alice@example.com", 3), "fails open");
    }

    @Test
    void t05WhoDidNotAuthenticateIsNotCountedAndWithoutTablesNobodyIs() {
        tables(HOUR);
        down = true;
        gate.session("smtp").send("a@remote.example", "bob@example.com", LETTER);
        assertTrue(alarms.standing().isEmpty(), "nobody was asked");
        tables();
        TestGate.Session alice = gate.session("submission").encrypt().login("alice");
        assertEquals(List.of("waits"), sent(alice, "alice@example.com", 3));
        assertTrue(alarms.standing().isEmpty());
        assertInstanceOf(Match.Found.class, throttling.exceeds(HOUR, "x", 6));
    }
}
