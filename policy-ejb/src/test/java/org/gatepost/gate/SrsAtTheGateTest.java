package org.gatepost.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.srs.Forwarded;
import org.gatepost.srs.Srs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reverse-paths of forwarded mail: when they become ours, and how what comes back to them finds the sender. */
class SrsAtTheGateTest {

    private static final String MESSAGE = "From: a@remote.example\r\n\r\nhello\r\n";
    private static final Srs SRS = new Srs(List.of("a key of ours, long enough".getBytes(UTF_8)), "srs.example.com", Srs.VALIDITY);

    private final TestGate gate = new TestGate(assembly -> assembly.returning(Optional.of(SRS)));

    @BeforeEach
    void channels() {
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "sourcesrs destinationsrs addresssrs maytlsserver");
    }

    /** Under whose name the copy for {@code to} leaves. */
    private String leavesAs(String from, String to, Optional<Srs> srs) {
        gate.stored.clear();
        gate.session("smtp").send(from, to, MESSAGE);
        OnwardSender senders = new OnwardSender(srs, gate.directory, gate::compiled, TestGate.CLOCK);
        return senders.of(gate.stored.getFirst().message(), gate.channel(gate.stored.getFirst().entries().stream().filter(entry -> entry.route().channel().value().equals("tcp_local"))
                .findFirst().orElse(gate.entry()).route().channel().value())).address();
    }

    private static String signed(String sender) {
        return signed(sender, TestGate.CLOCK);
    }

    private static String signed(String sender, InstantSource clock) {
        ReversePath path = sender.isEmpty() ? ReversePath.NULL : ReversePath.of(TestGate.box(sender));
        return assertInstanceOf(Forwarded.Rewritten.class, SRS.forward(path, clock.instant())).path().address();
    }

    private String rcpt(String to) {
        TestGate.Session session = gate.session("smtp");
        session.mail("");
        return session.rcpt(to);
    }

    @Test
    void s06MailThatIsForwardedLeavesUnderAnAddressOfOurs() {
        assertEquals(signed("a@remote.example"), leavesAs("a@remote.example", "heidi@example.com", Optional.of(SRS)));
        assertEquals("a@remote.example", gate.stored.getFirst().message().envelope().reversePath().address(), "its own stays in the queue, for reports and the trace");
        assertEquals("", leavesAs("", "heidi@example.com", Optional.of(SRS)));
        assertEquals("bob@example.com", leavesAs("bob@example.com", "heidi@example.com", Optional.of(SRS)), "mail to bob does not leave by tcp_local");
        assertEquals("a@remote.example", leavesAs("a@remote.example", "alice@example.com", Optional.of(SRS)), "the store is told the sender");
        assertEquals("a@remote.example", leavesAs("a@remote.example", "heidi@example.com", Optional.empty()));
    }

    @Test
    void s06AllThreeChannelsHaveToSaySo() {
        for (String two : List.of("sourcesrs destinationsrs", "sourcesrs addresssrs", "destinationsrs addresssrs", "sourcesrs nosourcesrs destinationsrs addresssrs")) {
            gate.channel("tcp_local", "smtp://127.0.0.1:2526", two);
            assertEquals("a@remote.example", leavesAs("a@remote.example", "heidi@example.com", Optional.of(SRS)), two);
        }
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "sourcesrs destinationsrs addresssrs");
        gate.channel("tcp_lmtpcs", "lmtp://127.0.0.1:2424", "addresssrs");
        assertEquals(signed("bob@example.com"), leavesAs("bob@example.com", "heidi@example.com", Optional.of(SRS)));
    }

    @Test
    void s06WhatComesBackGoesToTheSender() {
        gate.session("smtp").send("", signed("a@remote.example"), MESSAGE);
        assertEquals("a@remote.example", gate.entry().recipients().getFirst().recipient().address().address());
        assertEquals("tcp_local", gate.entry().route().channel().value());
        assertTrue(gate.stored.getFirst().message().edits().toText().length() > 0);
        gate.stored.clear();
        gate.session("smtp").send("", signed("bob@example.com"), MESSAGE);
        assertEquals("tcp_lmtpcs", gate.entry().route().channel().value());
        assertEquals("550 5.1.1", rcpt(signed("nobody@example.com")));
    }

    @Test
    void s06WhoeverChangesAnAddressOrIsLateReachesNobody() {
        String good = signed("a@remote.example");
        assertEquals("250", rcpt(good));
        assertEquals("550 5.1.1", rcpt(good.replace("=a@", "=b@")));
        assertEquals("RewriteRecipient: an address of forwarded mail: its hash is not ours", gate.traced.getLast().reason());
        assertEquals("550 5.1.1", rcpt(signed("a@remote.example", () -> TestGate.CLOCK.instant().minus(Duration.ofDays(23)))));
        assertEquals("250", rcpt(signed("a@remote.example", () -> TestGate.CLOCK.instant().minus(Duration.ofDays(20)))));
        assertEquals("550 5.7.1", rcpt("a@remote.example"), "and without an address of ours nobody relays");
        assertEquals("550 5.7.1", rcpt("out@srs.example.com"));
        assertEquals("250", rcpt("alice@example.com"));
    }

    @Test
    void s06ARecipientBehindOneThatCameBackIsJustARecipient() {
        TestGate.Session session = gate.session("smtp");
        session.mail("");
        assertEquals("250", session.rcpt(signed("a@remote.example")));
        assertEquals("550 5.7.1", session.rcpt("b@remote.example"));
    }
}
