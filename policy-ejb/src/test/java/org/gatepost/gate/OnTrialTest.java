package org.gatepost.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.gatepost.mapping.access.FromAccess;
import org.gatepost.mapping.access.PortAccess;
import org.gatepost.mapping.access.RecipientAccess;
import org.gatepost.queue.RecipientState;
import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.listener.Decision;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.trace.TraceEvent;
import org.junit.jupiter.api.Test;

/** What is only tried lets through and notes; what is never tried refuses; soft bounces are 4xx. */
class OnTrialTest {

    private static final String REFUSES_ALL = "ORIG_SEND_ACCESS\n  *  $NNot$ here\n";

    private final TestGate gate = new TestGate();

    private void source(String keywords) {
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "maytlsserver " + keywords);
    }

    private List<TraceEvent> wouldRefuse() {
        return gate.traced.stream().filter(event -> event.kind() == TraceEvent.Kind.WOULD_REFUSE).toList();
    }

    @Test
    void whatATriedTableRefusesIsLetThroughAndStandsInTheTraceWithItsReply() {
        source("logonly ORIG_SEND_ACCESS");
        gate.tables(REFUSES_ALL);
        gate.session("smtp").send("a@remote.example", "alice@example.com", "Subject: x\r\n\r\n");
        TraceEvent tried = wouldRefuse().getFirst();
        assertEquals("ORIG_SEND_ACCESS: ORIG_SEND_ACCESS", tried.reason());
        assertEquals(550, tried.reply().orElseThrow().code());
        assertEquals("alice@example.com", tried.recipient().orElseThrow());
        assertEquals(1L, tried.details().get("policyVersion"));
        assertEquals(Set.of("would-refuse:ORIG_SEND_ACCESS"), gate.stored.getFirst().message().marks());
    }

    @Test
    void theSameTableRefusesOnEveryOtherChannelAndWhenItIsEnforcedAgain() {
        gate.tables(REFUSES_ALL);
        for (String keywords : List.of("", "logonly SEND_ACCESS", "logonly ORIG_SEND_ACCESS enforce")) {
            source(keywords);
            TestGate.Session session = gate.session("smtp");
            session.mail("a@remote.example");
            assertTrue(session.rcpt("alice@example.com").startsWith("550"), keywords);
        }
        assertEquals(List.of(), wouldRefuse());
    }

    @Test
    void aChannelOnTrialAsAWholeStillRelaysForNobodyAndFindsNobodyWhoIsNotThere() {
        source("logonly *");
        gate.tables(REFUSES_ALL + "\nFROM_ACCESS\n  *  $NNo\n");
        TestGate.Session session = gate.session("smtp");
        assertEquals("250", session.mail("a@remote.example"));
        assertEquals("550 5.7.1", session.rcpt("b@remote.example"));
        assertEquals("550 5.1.1", session.rcpt("nobody@example.com"));
        assertEquals("250", session.rcpt("alice@example.com"));
        assertEquals("250", session.message("Subject: x\r\n\r\n"));
        assertEquals(Set.of("would-refuse:ORIG_SEND_ACCESS", "would-refuse:FROM_ACCESS"), gate.stored.getFirst().message().marks());
    }

    @Test
    void aCopyATriedTableWouldHoldGoesOn() {
        source("logonly SEND_ACCESS");
        gate.tables("SEND_ACCESS\n  *|*|*|bob@example.com  $NNot$ bob\n");
        gate.session("smtp").send("a@remote.example", "team@example.com", "Subject: x\r\n\r\n");
        assertTrue(gate.stored.getFirst().entries().stream().flatMap(entry -> entry.recipients().stream())
                .allMatch(recipient -> recipient.state() instanceof RecipientState.Waiting), "nothing is held");
        assertTrue(wouldRefuse().getFirst().reason().contains("bob@example.com would be held"), wouldRefuse().toString());
    }

    @Test
    void aTriedTableThrowsNothingAwayAndHoldsNothing() {
        source("logonly FROM_ACCESS");
        for (String flag : List.of("$V", "$Z", "$H")) {
            gate.stored.clear();
            gate.tables("FROM_ACCESS\n  *  " + flag + "$Y\n");
            gate.session("smtp").send("a@remote.example", "alice@example.com", "Subject: x\r\n\r\n");
            assertTrue(gate.entry().recipients().getFirst().state() instanceof RecipientState.Waiting, flag);
            assertEquals(Set.of("would-refuse:FROM_ACCESS"), gate.stored.getFirst().message().marks(), flag);
        }
    }

    @Test
    void policySaysWhichAreTriedAndRefusesWhatCannotBe() {
        source("logonly SpfAtRcpt ORIG_SEND_ACCESS softbounce");
        assertEquals(Map.of("tcp_local", List.of("ORIG_SEND_ACCESS", "SpfAtRcpt", "softbounce")), gate.compiled().onTrial());
        for (String never : List.of("RelayControl", "AccountLookup", "ActualSize", "DeclaredSize", "HeaderFields", "HopLimit", "QueueRoom", "TlsRequired", "nonsense")) {
            source("logonly " + never);
            String said = assertThrows(IllegalArgumentException.class, gate::compiled).getMessage();
            assertTrue(said.startsWith("channel tcp_local: logonly names " + never), said);
        }
        source("");
        assertEquals(Map.of(), gate.compiled().onTrial());
    }

    @Test
    void everyNameThatCanBeTriedIsAStage() throws ClassNotFoundException {
        Set<String> tables = Set.of(PortAccess.TABLE, FromAccess.TABLE, RecipientAccess.ORIG_SEND_ACCESS.name(), RecipientAccess.ORIG_MAIL_ACCESS.name(),
                RecipientAccess.SEND_ACCESS.name(), RecipientAccess.MAIL_ACCESS.name());
        for (String name : OnTrial.STAGES) {
            if (!tables.contains(name)) {
                assertTrue(org.gatepost.stage.Stage.class.isAssignableFrom(Class.forName("org.gatepost.gate." + name)), name);
            }
        }
    }

    @Test
    void whereBouncesAreSoftNothingIsRefusedForGood() {
        source("softbounce");
        gate.tables(REFUSES_ALL);
        TestGate.Session session = gate.session("smtp");
        session.mail("a@remote.example");
        assertTrue(session.rcpt("alice@example.com").startsWith("450 4."), "a table");
        assertEquals("450 4.7.1", session.rcpt("b@remote.example"));
    }

    @Test
    void aConnectionThatWouldBeClosedForGoodIsClosedForNow() {
        source("softbounce");
        gate.tables("PORT_ACCESS\n  TCP|*|*|192.0.2.8|*  $NGo$ away\n");
        gate.session("smtp");
        Connection stranger = new Connection("s2", "smtp", IpAddress.parse("192.0.2.8"), 4711, IpAddress.parse("192.0.2.1"), 25, Optional.empty());
        Decision decision = gate.gatekeeper.onConnect(new ConnectRequest(stranger, 1, 1));
        assertEquals(421, assertInstanceOf(Decision.HangUp.class, decision).reply().code());
    }
}
