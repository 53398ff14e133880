package org.gatepost.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;

import org.gatepost.mapping.LookupAnswer;
import org.gatepost.mapping.Lookups;
import org.gatepost.mapping.access.AccessEffects;
import org.gatepost.queue.QueuedRecipient;
import org.gatepost.queue.RecipientState;
import org.gatepost.sieve.ScriptMemory;
import org.gatepost.smtp.listener.Pause;
import org.gatepost.stage.Match;
import org.gatepost.trace.TraceEvent;
import org.junit.jupiter.api.Test;

/** What access tables do to sessions and messages: the rows of the tables' checklist that can be seen at the gate. */
class AccessTablesAtTheGateTest {

    private static final String FROM = "someone@remote.example";
    private static final String MESSAGE = "From: a@remote.example\r\nSubject: x\r\n\r\nhello\r\n";

    /** Judy has a script of her own, which keeps everything. */
    private final TestGate gate = new TestGate(assembly -> assembly.running(user -> user.equals(TestGate.box("judy@example.com")) ? new Match.Found<>("keep;") : new Match.NotFound<>(),
            ScriptMemory.NONE));

    private TestGate.Session began(String tables) {
        gate.tables(tables);
        TestGate.Session session = gate.session("smtp");
        assertEquals("250", session.mail(FROM));
        return session;
    }

    private List<String> events(TraceEvent.Kind kind) {
        return gate.stored.getLast().trace().stream().filter(event -> event.kind() == kind).map(event -> event.recipient().orElse("") + " " + event.reason()).toList();
    }

    private Map<String, String> copies() {
        return gate.stored.getLast().entries().stream().flatMap(entry -> entry.recipients().stream())
                .collect(Collectors.toMap(recipient -> recipient.recipient().address().address(), AccessTablesAtTheGateTest::state));
    }

    private static String state(QueuedRecipient recipient) {
        return recipient.state() instanceof RecipientState.Held(String by, String why) ? "held by " + by : "waiting";
    }

    @Test
    void m07WhereClientsMayAuthenticatePortAccessIsAskedASecondTimeWithoutFlagA() {
        String table = "PORT_ACCESS\n  *  $;A$N421$ not$ by$ the$ server\n  *  $Y\n";
        gate.tables(table);
        assertEquals("tcp_local", gate.session("smtp").sourceChannel());
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "maytlsserver maysaslserver");
        assertEquals("554", refusedAtConnect(table.replace("421", "554")).substring(0, 3));
        assertEquals("421 4.7.1 not by the server", refusedAtConnect(table));
    }

    /** Nothing more comes of such a session. */
    private String refusedAtConnect(String table) {
        gate.tables(table);
        assertThrows(IllegalStateException.class, () -> gate.session("smtp"));
        return gate.traced.getLast().reply().orElseThrow().toString();
    }

    @Test
    void m13ADelayHoldsForOneCommandOrForAllByItsSign() {
        TestGate.Session session = began("ORIG_SEND_ACCESS\n  *|*|*|bob@*  $Y$D-200\n  *|*|*|alice@*  $Y$D50\n  *|*|*|trap@*  $N$D30|no\n  *|*|*|ever@*  $N$D99999|no\n");
        assertEquals(Pause.NONE, session.pause());
        session.rcpt("bob@example.com");
        assertEquals(new Pause(Duration.ofSeconds(2), Duration.ZERO), session.pause());
        session.rcpt("alice@example.com");
        assertEquals(new Pause(Duration.ofMillis(500), Duration.ofMillis(500)), session.pause());
        assertEquals("550 5.7.1", session.rcpt("trap@example.com"));
        assertEquals(new Pause(Duration.ofMillis(300), Duration.ofMillis(500)), session.pause());
        session.rcpt("ever@example.com");
        assertEquals(AccessEffects.DELAY_MAX, session.pause().here(), "one over the limit is cut");
    }

    @Test
    void m13WhoIsRefusedByALaterStageWaitsAsTheTableSaid() {
        TestGate.Session session = began("ORIG_SEND_ACCESS\n  *  $Y$D-100\n");
        assertEquals("550 5.1.1", session.rcpt("nobody@example.com"));
        assertEquals(Duration.ofSeconds(1), session.pause().here());
    }

    @Test
    void m14AStatusOfClassFourRefusesForNow() {
        TestGate.Session session = began("MAIL_ACCESS\n  *|alice@*  $X4.4.3|$NPlease$ try$ again$ later\n");
        assertEquals("450 4.4.3", session.rcpt("alice@example.com"));
        assertEquals("450 4.4.3 Please try again later", session.rcptReply("alice@example.com").toString());
    }

    @Test
    void m16AHeaderLineAndTagsAreAddedAndNobodyOutsideWritesASecondLine() {
        TestGate.Session session = began("MAIL_ACCESS\n  *  $Y$T$A$Gtrusted|X-Listed:$ by$ example|seen\n");
        assertEquals("250", session.rcpt("alice@example.com"));
        assertEquals("250", session.message(MESSAGE));
        assertTrue(gate.sent(MESSAGE).startsWith("X-Listed: by example\r\nReceived: "), gate.sent(MESSAGE));
        assertTrue(gate.stored.getLast().message().marks().containsAll(List.of("tag:trusted", "conversiontag:seen")), gate.stored.getLast().message().marks().toString());
        TestGate.Session broken = began("MAIL_ACCESS\n  *  $Y$Ano$ header$ line\n");
        assertEquals("451 4.3.0", broken.rcpt("alice@example.com"));
        assertTrue(gate.traced.getLast().reason().contains("$A wants one header line"), gate.traced.getLast().reason());
    }

    @Test
    void m17LimitsOfATransactionAreLoweredAndNeverRaised() {
        TestGate.Session session = began("FROM_ACCESS\n  *  $Y$S50,3,5\nORIG_SEND_ACCESS\n  *  $Y$S60,2\n");
        assertEquals(50 * 1024, session.limits().messageOctetsMax());
        assertEquals(3, session.limits().recipientsMax());
        assertEquals(5, session.limits().counts().recipientCutoff());
        session.rcpt("alice@example.com");
        assertEquals(50 * 1024, session.limits().messageOctetsMax());
        assertEquals(2, session.limits().recipientsMax());
        session.mail(FROM);
        assertEquals(3, session.limits().recipientsMax(), "what the transaction before was told is over");
    }

    @Test
    void m18FromAccessNamesAnotherReversePath() {
        TestGate.Session session = began("FROM_ACCESS\n  *  $Y$Jlist-owner@example.com\nORIG_SEND_ACCESS\n  *|list-owner@example.com|*|bob@*  $Nno\n");
        assertEquals("550 5.7.1", session.rcpt("bob@example.com"));
        assertEquals("250", session.rcpt("alice@example.com"));
        assertEquals("250", session.message(MESSAGE));
        assertEquals("list-owner@example.com", gate.stored.getLast().message().envelope().reversePath().address());
        gate.tables("FROM_ACCESS\n  *  $Y$Jno-address\n");
        assertEquals("451 4.3.0", gate.session("smtp").mail(FROM));
    }

    @Test
    void m12ATableThrowsCopiesAwayAndItsNameStandsInTheTrace() {
        TestGate.Session session = began("SEND_ACCESS\n  *|bob@*  $Y$B\nORIG_SEND_ACCESS\n  *|judy@*  $Y$B\n  *|alice@*  $H\n");
        for (String to : List.of("alice@example.com", "bob@example.com", "judy@example.com")) {
            assertEquals("250", session.rcpt(to));
        }
        assertEquals("250", session.message(MESSAGE));
        assertEquals(Map.of("alice@example.com", "held by ORIG_SEND_ACCESS"), copies());
        assertEquals(List.of("bob@example.com SEND_ACCESS", "judy@example.com ORIG_SEND_ACCESS"), events(TraceEvent.Kind.DISCARD));
    }

    @Test
    void m12WhoIsReachedTwiceAndThrownAwayOnceGetsACopy() {
        TestGate.Session session = began("ORIG_SEND_ACCESS\n  *|robert@*  $Y$B\n");
        session.rcpt("robert@example.com");
        session.rcpt("bob@example.com");
        assertEquals("250", session.message(MESSAGE));
        assertEquals(Map.of("bob@example.com", "waiting"), copies());
    }

    @Test
    void m12ADiscardForAllSparesWhoHasAScriptAndAJettisonNobody() {
        TestGate.Session session = began("SEND_ACCESS\n  *|bob@*  $V\n");
        session.rcpt("bob@example.com");
        session.rcpt("judy@example.com");
        session.message(MESSAGE);
        assertEquals(Map.of("judy@example.com", "waiting"), copies());
        session = began("SEND_ACCESS\n  *|bob@*  $Z\n");
        session.rcpt("bob@example.com");
        session.rcpt("judy@example.com");
        session.message(MESSAGE);
        assertEquals(Map.of(), copies());
        assertEquals(2, events(TraceEvent.Kind.DISCARD).size());
    }

    @Test
    void m12FromAccessHoldsOrThrowsAwayTheWholeMessage() {
        TestGate.Session session = began("FROM_ACCESS\n  *  $H\n");
        session.rcpt("alice@example.com");
        session.message(MESSAGE);
        assertEquals(Map.of("alice@example.com", "held by FROM_ACCESS"), copies());
        session = began("FROM_ACCESS\n  *  $B\n");
        session.rcpt("alice@example.com");
        session.message(MESSAGE);
        assertEquals(List.of("alice@example.com FROM_ACCESS"), events(TraceEvent.Kind.DISCARD));
    }

    @Test
    void m15AdjustmentsOfTablesAreKeptForScripts() {
        assertEquals(2.5, adjusted("2.5 listed"));
        assertEquals(-1, adjusted("-1"));
        assertEquals(0, adjusted("much"), "no number, no effect");
    }

    private static double adjusted(String argument) {
        return TableWishes.SpamAdjustment.parse(argument).stream().mapToDouble(TableWishes.SpamAdjustment::weight).sum();
    }

    @Test
    void m05m06ARoutineThatCannotBeAskedDefersAndOneThatSaysNoMatchesNothing() {
        TestGate asking = new TestGate(assembly -> assembly.consulting(TableLookups.of(Lookups.NONE.withRoutine("test", "ask", argument -> switch (argument) {
            case "yes" -> LookupAnswer.found("it said yes");
            case "no" -> new LookupAnswer.Failure("no");
            default -> new LookupAnswer.Unavailable("nobody is there");
        }))));
        asking.tables("ORIG_SEND_ACCESS\n  *|*|*|alice@*  $[test,ask,no]$N\n  *|*|*|bob@*  $N$[test,ask,yes]\n  *|*|*|judy@*  $[test,ask,silent]$N\n");
        TestGate.Session session = asking.session("smtp");
        session.mail(FROM);
        assertEquals("250", session.rcpt("alice@example.com"));
        assertEquals("550 5.7.1 it said yes", session.rcptReply("bob@example.com").toString());
        assertEquals("451 4.3.0", session.rcpt("judy@example.com"));
    }

    private TestGate.Session user(String keywords, String tables) {
        gate.channel("tcp_submit", "", "submit maytlsserver " + keywords);
        gate.tables(tables);
        return gate.session("submission").encrypt().login("alice");
    }

    @Test
    void m21AuthRewriteSaysWhoSentAUsersMessageOrRefuses() {
        String table = "AUTH_REWRITE\n  *|*|boss@example.com|*@example.com  $Y$2@example.com\n"
                + "  *|*|alice@example.com|*  $Y\n  *  $N\n";
        String message = "From: boss@example.com\r\nSender: <x@remote.example>\r\nSubject: x\r\n\r\n";
        user("authrewrite 3", table).send("alice@example.com", "bob@example.com", message);
        assertTrue(gate.sent(message).contains("Sender: <alice@example.com>\r\n") && !gate.sent(message).contains("x@remote.example"), gate.sent(message));
        TestGate.Session session = user("authrewrite 3", table);
        session.mail("alice@example.com");
        session.rcpt("bob@example.com");
        assertEquals("550 5.7.1", session.message("From: other@remote.example\r\n\r\n"));
        assertEquals("invalid originator address used", gate.traced.getLast().reply().orElseThrow().lines().getFirst());
        user("authrewrite 36", "AUTH_REWRITE\n  tcp_submit|*|*|boss@example.com|*  $Jbounces@example.com|boss@example.com|$Y$Znew@example.com\n").send("alice@example.com", "bob@example.com", message);
        assertEquals("bounces@example.com", gate.stored.getLast().message().envelope().reversePath().address());
        assertTrue(gate.sent(message).contains("From: <new@example.com>\r\n"), gate.sent(message));
        session = user("authrewrite 4", "AUTH_REWRITE\n  *  $Yno$ address\n");
        session.mail("alice@example.com");
        session.rcpt("bob@example.com");
        assertEquals("451", session.message("From: alice@example.com\r\n\r\n").substring(0, 3));
    }

    @Test
    void m18TheSenderThatFromAccessNamesStandsInTheField() {
        String message = "From: alice@example.com\r\n\r\n";
        user("authrewrite 2", "FROM_ACCESS\n  *  $Y$Kroom@example.com\n").send("alice@example.com", "bob@example.com", message);
        assertTrue(gate.sent(message).contains("Sender: <room@example.com>\r\n"), gate.sent(message));
        user("authrewrite 6", "OTHER\n").send("alice@example.com", "bob@example.com", "From: elsewhere@example.com\r\n\r\n");
        assertTrue(gate.sent("From: elsewhere@example.com\r\n\r\n").contains("From: <alice@example.com>\r\n"));
    }

    @Test
    void m19ATableWritesALineWhereItMatchesOrOnlyWhereItRefuses() {
        List<String> lines = new ArrayList<>();
        Logger log = Logger.getLogger("org.gatepost.mapping");
        Handler heard = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(new SimpleFormatter().formatMessage(line));
            }

            @Override
            public void flush() {
                // nothing is kept
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
        boolean handsOn = log.getUseParentHandlers();
        log.setUseParentHandlers(false);
        log.addHandler(heard);
        try {
            TestGate.Session session = began("ORIG_SEND_ACCESS\n  *|*|*|alice@*  $Y$<saw$ $1|\n  *|*|*|bob@*  $N$<matched|refused$ $1|no$>\n  *|*|*|judy@*  $Y$>never|\n");
            assertEquals("250", session.rcpt("alice@example.com"));
            assertEquals("550 5.7.1", session.rcpt("bob@example.com"));
            assertEquals("250", session.rcpt("judy@example.com"));
        } finally {
            log.removeHandler(heard);
            log.setUseParentHandlers(handsOn);
        }
        assertEquals(List.of("ORIG_SEND_ACCESS: saw someone@remote.example", "ORIG_SEND_ACCESS: matched", "ORIG_SEND_ACCESS: refused someone@remote.example"), lines);
    }

    @Test
    void m23CountsAndOriginalRecipientsStandInTheProbeWhereTheChannelWantsThem() {
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "accesscounts accessorcpt");
        TestGate.Session session = began("ORIG_SEND_ACCESS\n  *|bob@*|bob@*|1/3/*  $N$ second$ taken\nSEND_ACCESS\n  *|judy@*|judy@*|1/4/*  $Nexpanded\n");
        assertEquals("250", session.rcpt("alice@example.com"));
        assertEquals("550 5.1.1", session.rcpt("nobody@example.com"));
        assertEquals("550 5.7.1", session.rcpt("bob@example.com"));
        assertEquals("550 5.7.1", session.rcpt("judy@example.com"));
    }

    @Test
    void m22LogActionIsAskedAboutWhatHappenedAndCallsRoutines() {
        List<String> told = new ArrayList<>();
        List<LogActions> actions = new ArrayList<>();
        TestGate acting = new TestGate(assembly -> {
            Assembly with = assembly.consulting(TableLookups.of(Lookups.NONE.withRoutine("test", "tell", argument -> {
                told.add(argument);
                return LookupAnswer.found("");
            }).withRoutine("test", "down", argument -> new LookupAnswer.Unavailable("down"))));
            actions.add(with.logActions());
            return with;
        });
        acting.tables("LOG_ACTION\n  refuse|*|192.0.2.7|tcp_local|*|*|550|*  $[test,tell,$1$ $2]\n  connect|*  $[test,down,x]\n");
        TestGate.Session session = acting.session("smtp");
        session.mail(FROM);
        session.rcpt("nobody@example.com");
        acting.traced.forEach(event -> actions.getFirst().act(event));
        assertEquals(List.of(FROM + " nobody@example.com"), told);
    }

    @Test
    void yesInEveryTableStillDoesNotRelay() {
        String everything = List.of("PORT_ACCESS", "FROM_ACCESS", "ORIG_SEND_ACCESS", "ORIG_MAIL_ACCESS", "SEND_ACCESS", "MAIL_ACCESS", "AUTH_REWRITE", "IP_ACCESS").stream()
                .map(table -> table + "\n  *  $Y\n").collect(Collectors.joining());
        TestGate.Session session = began(everything);
        assertEquals("550 5.7.1", session.rcpt("out@remote.example"));
        assertEquals("550 5.1.1", session.rcpt("nobody@example.com"));
        assertEquals("250", session.rcpt("alice@example.com"));
        assertFalse(gate.traced.isEmpty());
    }
}
