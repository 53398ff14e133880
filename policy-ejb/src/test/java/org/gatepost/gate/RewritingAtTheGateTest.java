package org.gatepost.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.gatepost.mail.ChannelName;
import org.gatepost.queue.QueueEntry;
import org.gatepost.queue.RecipientState;
import org.gatepost.rewrite.ChannelHosts;
import org.gatepost.rewrite.RewriteReader;
import org.gatepost.rewrite.RewriteReading;
import org.gatepost.rewrite.RewriteRules;
import org.gatepost.smtp.protocol.Mailbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rewrite rules at the gate: what is asked of the directory, which channel takes a recipient, and what is refused. */
class RewritingAtTheGateTest {

    private static final String MESSAGE = "From: a@remote.example\r\nSubject: x\r\n\r\nhello\r\n";
    /** As the directory alone would have it. */
    private static final String STOCK = "$*  $A$E$F$U%$H$V$H@l-daemon\n.  $U%$H@tcp_local-daemon\n";

    private final TestGate gate = new TestGate();

    @BeforeEach
    void channels() {
        gate.channel("tcp_inner", "smtp://127.0.0.1:2600", "relaydestination");
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "internal");
    }

    private void rules(String text) {
        RewriteRules read = assertInstanceOf(RewriteReading.Read.class, RewriteReader.read(text)).rules();
        Map<String, ChannelName> hosts = new HashMap<>(Map.of("l-daemon", AddressRewriter.DIRECTORY));
        for (String name : new String[] {"tcp_local", "tcp_lmtpcs", "tcp_inner"}) {
            hosts.put(name + "-daemon", new ChannelName(name));
        }
        gate.policy(policy -> policy.rewriting(read.among(new ChannelHosts(hosts))));
    }

    private String rcpt(String to) {
        TestGate.Session session = gate.session("smtp");
        session.mail("a@remote.example");
        return session.rcpt(to);
    }

    /** Where a message to them went. */
    private Map<String, String> ways(String... to) {
        gate.stored.clear();
        TestGate.Session session = gate.session("smtp");
        session.mail("a@remote.example");
        for (String each : to) {
            assertEquals("250", session.rcpt(each), each);
        }
        assertEquals("250", session.message(MESSAGE));
        Map<String, String> ways = new TreeMap<>();
        for (QueueEntry entry : gate.stored.getFirst().entries()) {
            entry.recipients().forEach(recipient -> ways.put(recipient.recipient().address().address(), entry.route().channel().value()));
        }
        return ways;
    }

    @Test
    void r01ARecipientBecomesWhatTheRulesMakeOfItAndTheirChannelTakesIt() {
        rules("old.example  $U%example.com\n.inner.example  $0U%mail$D@tcp_inner-daemon\n" + STOCK);
        assertEquals(Map.of("alice@example.com", "tcp_lmtpcs", "bob@mail.inner.example", "tcp_inner", "out@remote.example", "tcp_local"),
                ways("alice@old.example", "bob+x@deep.inner.example", "out@remote.example"));
        assertEquals("550 5.1.1", rcpt("nobody@old.example"), "the directory knows no such user");
        assertEquals("bob+x@deep.inner.example", gate.stored.getFirst().entries().stream().flatMap(entry -> entry.recipients().stream())
                .filter(each -> each.recipient().address().domain().equals("mail.inner.example")).findFirst().orElseThrow().recipient().presented().address());
    }

    @Test
    void r01WithoutRulesTheDirectoryAloneDecides() {
        assertEquals(Map.of("alice@example.com", "tcp_lmtpcs", "out@remote.example", "tcp_local"), ways("alice@example.com", "out@remote.example"));
        rules(STOCK);
        assertEquals(Map.of("alice@example.com", "tcp_lmtpcs", "out@remote.example", "tcp_local"), ways("alice@example.com", "out@remote.example"));
        assertEquals("250", rcpt("postmaster@example.com"));
    }

    @Test
    void r01RulesThatGoInACircleDefer() {
        rules("a.example  $U%b.example\nb.example  $U%a.example\n" + STOCK);
        assertEquals("451 4.3.0", rcpt("x@a.example"));
        assertEquals("RewriteRecipient: rewrite rules: the rules go in a circle", gate.traced.getLast().reason());
    }

    @Test
    void r01CopiesThatLeaveTheHouseGoByTheRulesToo() {
        rules("remote.example  $U%$D@tcp_inner-daemon\n" + STOCK);
        assertEquals(Map.of("heidi@example.com", "tcp_lmtpcs", "out@remote.example", "tcp_inner"), ways("heidi@example.com"));
        rules("remote.example  $?gone\n$*  $A$E$F$U%$H$V$H@l-daemon\n");
        assertEquals(Map.of("heidi@example.com", "tcp_lmtpcs", "out@remote.example", "tcp_local"), ways("heidi@example.com"));
        QueueEntry away = gate.stored.getFirst().entries().stream().filter(entry -> entry.route().channel().value().equals("tcp_local")).findFirst().orElseThrow();
        assertEquals("RewriteRules", assertInstanceOf(RecipientState.Held.class, away.recipients().getFirst().state()).by());
    }

    @Test
    void r01StrangersMailIsTakenForADestinationThatRelaysAndForNoOther() {
        rules("inner.example  $U%$D@tcp_inner-daemon\nother.example  $U%$D@tcp_lmtpcs-daemon\n" + STOCK);
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "");
        assertEquals("250", rcpt("anybody@inner.example"));
        assertEquals("550 5.7.1", rcpt("anybody@other.example"));
        assertEquals("550 5.7.1", rcpt("anybody@remote.example"));
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "relaydestination");
        assertEquals("channel tcp_local: relaydestination would take everybody's mail for everybody", assertThrows(IllegalArgumentException.class, gate::compiled).getMessage());
    }

    @Test
    void c12TheQueueThatIsTurnedIsTheOneTheRulesLeadTo() {
        rules("inner.example  $U%$D@tcp_inner-daemon\n" + STOCK);
        TestGate.Session session = gate.session("smtp");
        assertEquals(250, session.turn("inner.example").code());
        assertEquals(250, session.turn("example.com").code());
        assertEquals(250, session.turn("remote.example").code());
        assertEquals(List.of("tcp_inner tcp_inner", "tcp_lmtpcs tcp_lmtpcs", "tcp_local tcp_local"), gate.turned);
    }

    @Test
    void r02ARuleMayBeForOneSourceChannelOrForAllButOne() {
        rules("x.example  $U%$D@tcp_inner-daemon$Mtcp_submit\ny.example  $U%$D@tcp_inner-daemon$Ntcp_local\n" + STOCK);
        assertEquals(Map.of("a@x.example", "tcp_local", "a@y.example", "tcp_local"), ways("a@x.example", "a@y.example"));
        gate.stored.clear();
        TestGate.Session submitted = gate.session("submission").encrypt().login("alice");
        submitted.send("alice@example.com", "a@x.example", MESSAGE.replace("a@remote.example", "alice@example.com"));
        submitted.send("alice@example.com", "a@y.example", MESSAGE.replace("a@remote.example", "alice@example.com"));
        assertEquals("tcp_inner", gate.stored.getFirst().entries().getFirst().route().channel().value());
        assertEquals("tcp_inner", gate.stored.getLast().entries().getFirst().route().channel().value());
    }

    @Test
    void r03ARuleForADestinationChannelHoldsOnceThatIsKnown() {
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "internal rewriteheader");
        rules("hidden.example  $U%seen.example@tcp_local-daemon$Qtcp_inner\ninner.example  $U%$D@tcp_inner-daemon\n" + STOCK);
        String message = "From: a@hidden.example\r\n\r\nx\r\n";
        gate.session("smtp").send("a@remote.example", "out@remote.example", message);
        assertTrue(gate.sent(message).contains("\r\nFrom: a@hidden.example\r\n"), gate.sent(message));
        gate.session("smtp").send("a@remote.example", "b@inner.example", message);
        assertTrue(gate.sent(message).contains("\r\nFrom: a@seen.example\r\n"), gate.sent(message));
        // The envelope's recipient finds the channel: what is asked of it does not count there.
        assertEquals(Map.of("x@seen.example", "tcp_local"), ways("x@hidden.example"));
    }

    @Test
    void r04DirectionAndLocationDecideWhichAddressesARuleIsFor() {
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "internal rewritesender rewriteheader");
        rules("e.example  $U%envelope.example@tcp_local-daemon$E\nb.example  $U%header.example@tcp_local-daemon$B\nf.example  $U%forward.example@tcp_local-daemon$F\n"
                + "r.example  $U%backward.example@tcp_local-daemon$R\n" + STOCK);
        TestGate.Session session = gate.session("smtp");
        String message = "From: \"x@r.example\" <x@r.example>\r\nTo: a@f.example, b@b.example (b@b.example),\r\n c@e.example\r\nX-To: b@b.example\r\n\r\nb@b.example\r\n";
        assertEquals("250", session.mail("s@r.example"));
        assertEquals("250", session.rcpt("a@f.example"));
        assertEquals("250", session.rcpt("b@b.example"));
        assertEquals("250", session.rcpt("c@e.example"));
        assertEquals("250", session.message(message));
        assertEquals("s@backward.example", gate.stored.getFirst().message().envelope().reversePath().address());
        assertEquals(List.of("a@forward.example", "b@b.example", "c@envelope.example"), gate.entry().recipients().stream()
                .map(each -> each.recipient().address()).map(Mailbox::address).toList());
        assertTrue(gate.sent(message).endsWith("From: \"x@r.example\" <x@backward.example>\r\nTo: a@forward.example, b@header.example (b@b.example), c@e.example\r\nX-To: b@b.example\r\n\r\nb@b.example\r\n"),
                gate.sent(message));
    }

    @Test
    void r04NothingButRecipientsIsRewrittenWhereTheChannelDoesNotSaySo() {
        rules("r.example  $U%backward.example@tcp_local-daemon\n" + STOCK);
        String message = "From: x@r.example\r\n\r\nx\r\n";
        gate.session("smtp").send("s@r.example", "a@r.example", message);
        assertEquals("s@r.example", gate.stored.getFirst().message().envelope().reversePath().address());
        assertTrue(gate.sent(message).endsWith(message), gate.sent(message));
    }

    @Test
    void r05TheDirectorySaysWhetherADomainIsLocalAndIfItCannotTheClientComesAgain() {
        rules("$*  $A$E$F$U%$H$V$H@l-daemon\n.  $U%$H$Z$H@tcp_inner-daemon\n");
        assertEquals(Map.of("alice@example.com", "tcp_lmtpcs", "x@elsewhere.example", "tcp_inner"), ways("alice@example.com", "x@elsewhere.example"));
        gate.directory.fail("no answer");
        assertEquals("451 4.3.0", rcpt("alice@example.com"));
    }

    @Test
    void r06WhatTheRulesSayOfAnAddressIsTheReply() {
        rules("gone.example  $?this$ domain$ has$ moved$ to$ Mars\n$*  $A$E$F$U%$H$V$H@l-daemon\n");
        TestGate.Session session = gate.session("smtp");
        session.mail("a@remote.example");
        assertEquals("550 5.1.2", rcpt("x@gone.example"));
        assertTrue(session.rcptReply("x@gone.example").lines().getFirst().contains("this domain has moved to Mars"), session.rcptReply("x@gone.example").toString());
        assertTrue(session.rcptReply("x@remote.example").lines().getFirst().contains("unknown host or domain"));
    }

    @Test
    void aMappingTableMayBeAskedByARule() {
        gate.tables("MOVED\n  *.old.example  $Y$0.new.example\n");
        rules(".old.example  $U%${MOVED,$H$D}@tcp_local-daemon\n" + STOCK);
        assertEquals(Map.of("a@x.new.example", "tcp_local"), ways("a@x.old.example"));
        assertFalse(gate.stored.isEmpty());
    }
}
