package org.gatepost.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

import org.gatepost.trace.TraceEvent;
import org.gatepost.trace.TraceEvent.Kind;
import org.junit.jupiter.api.Test;

/** Whatever policy decides, the trace names the version that did. */
class PolicyVersionInTraceTest {

    private static final Set<Kind> DECIDED = EnumSet.of(Kind.CONNECT, Kind.LOGIN, Kind.REFUSE, Kind.WOULD_REFUSE, Kind.TURN);

    private final TestGate gate = new TestGate();

    private void allNameVersionOne(int atLeast) {
        assertTrue(gate.traced.size() >= atLeast, gate.traced.toString());
        for (TraceEvent event : gate.traced) {
            if (DECIDED.contains(event.kind())) {
                assertEquals(1L, event.details().get("policyVersion"), () -> event + "");
            }
        }
    }

    @Test
    void ofConnectionsThatAreRefusedAndThoseThatWouldBe() {
        gate.tables("PORT_ACCESS\n  *  $N554$ 5.7.1$ not$ you\n");
        gate.connect("192.0.2.7");
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "logonly PORT_ACCESS");
        gate.connect("192.0.2.7");
        assertEquals(Set.of(Kind.REFUSE, Kind.WOULD_REFUSE, Kind.CONNECT), gate.traced.stream().map(TraceEvent::kind).collect(Collectors.toSet()));
        allNameVersionOne(3);
    }

    @Test
    void ofEncryptedConnectionsLoginsAndWrongPasswords() {
        TestGate.Session session = gate.session("submission").encrypt();
        session.logIn("nobody");
        session.login("alice");
        allNameVersionOne(4);
    }

    @Test
    void ofSendersAndRecipientsThatAreRefusedAndOfTurns() {
        TestGate.Session session = gate.session("smtp");
        session.turn("example.com");
        session.mail("a@remote.example");
        session.rcpt("nobody@example.com");
        session.rcpt("alice@elsewhere.example");
        allNameVersionOne(4);
    }
}
