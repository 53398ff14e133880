package org.gatepost.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.gatepost.smtp.protocol.Reply;
import org.gatepost.verify.NextHopAnswer;
import org.junit.jupiter.api.Test;

/** What is said at RCPT of recipients only the next hop knows; on fakes. */
class VerificationAtTheGateTest {

    private static final NextHopAnswer NOBODY = new NextHopAnswer.Refuses(Reply.of(550, "5.1.1", "nobody of that name"));

    private final List<String> asked = new ArrayList<>();
    private final Map<String, NextHopAnswer> answers = new HashMap<>();
    private final TestGate gate = new TestGate(assembly -> assembly.verifying((channel, hop, recipient) -> {
        asked.add(recipient + " of " + hop + " by " + channel.name());
        return answers.getOrDefault(recipient.localPart(), new NextHopAnswer.Takes());
    }));

    private TestGate.Session verifying(String keywords) {
        gate.channel("tcp_lmtpcs", "lmtp://127.0.0.1:2424", keywords);
        TestGate.Session session = gate.session("smtp");
        session.mail("x@remote.example");
        return session;
    }

    @Test
    void whomTheNextHopRefusesForGoodIsRefusedInItsWords() {
        answers.put("bob", NOBODY);
        TestGate.Session session = verifying("verifynexthop");
        assertEquals("250", session.rcpt("alice@example.com"));
        assertEquals(Reply.of(550, "5.1.1", "nobody of that name"), session.rcptReply("bob@example.com"));
        assertEquals("NextHopVerification: the next hop lmtp://127.0.0.1:2424 says of it: 550 5.1.1 nobody of that name", gate.traced.getLast().reason());
        assertEquals(List.of("alice@example.com of lmtp://127.0.0.1:2424 by tcp_lmtpcs", "bob@example.com of lmtp://127.0.0.1:2424 by tcp_lmtpcs"), asked);
    }

    @Test
    void whatTheNextHopSaysOfAnAddressTheClientDidNotNameIsNotTold() {
        answers.put("bob", new NextHopAnswer.Refuses(Reply.of(550, "5.1.1", "<bob@example.com> is nobody")));
        assertEquals(Reply.of(550, "5.1.1", "the next hop refuses this recipient"), verifying("verifynexthop").rcptReply("robert@example.com"));
    }

    @Test
    void whomItRefusesForNowIsToldSoAndMayComeAgain() {
        answers.put("alice", new NextHopAnswer.NotNow(Reply.of(450, "4.7.1", "greylisted")));
        assertEquals("450 4.7.1 greylisted", verifying("verifynexthop").rcptReply("alice@example.com").toString());
        assertEquals("250", verifying("verifynexthop verifyignore").rcpt("alice@example.com"));
    }

    @Test
    void aSilentNextHopPutsMailOffUnlessItsChannelIgnoresThat() {
        answers.put("alice", new NextHopAnswer.Silent("no answer within 10000 ms", false));
        assertEquals("451 4.4.1", TestGate.code(verifying("verifynexthop").rcptReply("alice@example.com")));
        assertTrue(gate.traced.getLast().reason().endsWith("says of it: no answer within 10000 ms"), gate.traced.getLast().reason());
        assertEquals("250", verifying("verifynexthop verifyignore").rcpt("alice@example.com"));
        answers.put("alice", NOBODY);
        assertEquals("550 5.1.1", verifying("verifynexthop verifyignore").rcpt("alice@example.com"));
    }

    @Test
    void nobodyIsAskedWhereTheChannelDoesNotWantItNorAboutListsHeldMailOrWhoIsRefusedAnyway() {
        assertEquals("250", verifying("").rcpt("alice@example.com"));
        assertEquals("250", verifying("verifynexthop other.example").rcpt("alice@example.com"));
        TestGate.Session session = verifying("verifynexthop");
        assertEquals(List.of("250", "250", "550 5.1.1", "550 5.7.1"),
                List.of(session.rcpt("team@example.com"), session.rcpt("frank@example.com"), session.rcpt("nobody@example.com"), session.rcpt("out@remote.example")));
        assertEquals(List.of(), asked);
        assertEquals("250", verifying("verifynexthop example.com").rcpt("alice@example.com"));
        assertEquals(1, asked.size());
    }

    @Test
    void whereTheChannelGoesByDomainTheDomainsHostsAreAsked() {
        gate.channel("tcp_local", "mx", "maytlsserver verifynexthop");
        TestGate.Session session = gate.session("submission").encrypt().login("alice");
        session.mail("alice@example.com");
        assertEquals("250", session.rcpt("out@remote.example"));
        assertEquals(List.of("out@remote.example of mx:remote.example:25 by tcp_local"), asked);
    }

    @Test
    void itCanBeTriedAndSoftened() {
        answers.put("alice", NOBODY);
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "logonly NextHopVerification");
        assertEquals("250", verifying("verifynexthop").rcpt("alice@example.com"));
        assertTrue(gate.traced.stream().anyMatch(event -> event.reason().contains("nobody of that name")), gate.traced.toString());
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "softbounce");
        assertEquals("450 4.1.1", verifying("verifynexthop").rcpt("alice@example.com"));
    }
}
