package org.gatepost.workbench.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.gatepost.workbench.interop.Letter.Body;
import org.junit.jupiter.api.Test;

/** Mail that Postfix, Exim and OpenSMTPD give to Gatepost: for local users on the port for everybody, for others as alice on the submission port. */
class FromPeersIT {

    private final Neighbourhood neighbourhood = Neighbourhood.shared();
    private final RunningGatepost gatepost = neighbourhood.gatepost();
    private final Peers peers = neighbourhood.peers();

    @Test
    void p03p07WhatPeersSendEncryptedArrivesOctetForOctet() throws Exception {
        for (Body body : Body.values()) {
            for (Peer peer : peers.all()) {
                Letter letter = Letter.of("<a@" + peer.domain() + ">" + (body == Body.EIGHT_BIT ? " BODY=8BITMIME" : ""), "<alice@example.com>", body);
                give(letter, peer);
                String trace = letter.assertUnchanged(neighbourhood.awaitAtAlice(letter));
                assertTrue(trace.contains("by " + Neighbourhood.HOST + " with ESMTPS "), peer + ": " + trace);
            }
        }
        // What made these peers believe that they speak with us: a certificate of the authority they know.
        peers.postfix().awaitLog("Verified TLS connection established to 127.0.0.1", "TLSv1.3");
        peers.exim().awaitLog("=> alice@example.com", "CV=yes");
        peers.openSmtpd().awaitLog("server-cert-check result=\"success\"");
    }

    @Test
    void p02WhatAPeersSenderWantsReportedIsReported() throws Exception {
        for (Peer peer : peers.all()) {
            Letter letter = Letter.of("<a@" + peer.domain() + "> RET=HDRS ENVID=QQ314159", "<alice@example.com> NOTIFY=SUCCESS ORCPT=rfc822;first+2Ba@other.test", Body.SEVEN_BIT);
            give(letter, peer);
            letter.assertUnchanged(neighbourhood.awaitAtAlice(letter));
            // The report goes back by MX to the peer, which takes it for its own domain.
            Sink.Taken report = neighbourhood.sink().await(letter.token());
            assertTrue(report.mail().startsWith("MAIL FROM:<>") && report.rcpt().getFirst().startsWith("RCPT TO:<a@" + peer.domain() + ">"), report.toString());
            for (String field : List.of("Original-Envelope-Id: QQ314159", "Original-Recipient: rfc822; first+a@other.test", "Action: delivered", "Status: 2.0.0",
                    "Final-Recipient: rfc822; alice@example.com")) {
                assertTrue(report.content().contains("\r\n" + field), peer + " without " + field + ": " + report.content());
            }
        }
    }

    @Test
    void p09p14PeersAuthenticateOnTheSubmissionPortEachInItsWay() throws Exception {
        Map<Peer, Peer> next = Map.of(peers.postfix(), peers.exim(), peers.exim(), peers.openSmtpd(), peers.openSmtpd(), peers.postfix());
        // Postfix is told to use SCRAM-SHA-256 and nothing else, Exim knows LOGIN, OpenSMTPD prefers PLAIN.
        for (Peer peer : peers.all()) {
            Letter letter = Letter.of("<alice@example.com>", "<b@" + next.get(peer).domain() + ">", Body.SEVEN_BIT);
            give(letter, peer);
            String trace = letter.assertUnchanged(neighbourhood.sink().await(letter.token()).content());
            assertTrue(trace.contains("by " + Neighbourhood.HOST + " with ESMTPSA "), peer + ": " + trace);
            String host = trace.replaceFirst("(?s).*Received: from (\\S+) [^\r\n]* by " + Neighbourhood.HOST + " .*", "$1");
            // The trace's file is written four times a second, and the letter may be there before.
            Eventually.get(host + " in the trace", Duration.ofSeconds(10), () -> gatepost.logLines("\"kind\":\"accept\""), lines -> lines.stream()
                    .anyMatch(line -> line.contains("\"hello\":\"" + host) && line.contains("\"identity\":\"alice@example.com\"") && line.contains("\"sourceChannel\":\"tcp_submit\"")));
        }
    }

    @Test
    void p18AnInternationalRecipientComesThroughFromPeersWithSmtpUtf8() throws Exception {
        Map<Peer, Peer> next = Map.of(peers.postfix(), peers.exim(), peers.exim(), peers.postfix());
        String local = Letter.octets("b\u00e4rbel");
        for (Peer peer : next.keySet()) {
            Letter letter = Letter.of("<alice@example.com> SMTPUTF8 BODY=8BITMIME", "<" + local + "@" + next.get(peer).domain() + ">", Body.EIGHT_BIT);
            give(letter, peer);
            Sink.Taken taken = neighbourhood.sink().await(letter.token());
            assertTrue(letter.assertUnchanged(taken.content()).contains("by " + Neighbourhood.HOST + " with UTF8SMTPSA "), taken.content());
            assertTrue(taken.rcpt().getFirst().contains("<" + local + "@") && taken.mail().contains("SMTPUTF8"), taken.toString());
        }
    }

    @Test
    void p05p06EximPipelinesAndSendsInChunks() throws Exception {
        Letter letter = Letter.of("<a@exim.signed.test>", "<alice@example.com>", Body.SEVEN_BIT).ofOctets(300_000);
        give(letter, peers.exim());
        letter.assertUnchanged(neighbourhood.awaitAtAlice(letter));
        String id = peers.exim().awaitLog("<= a@exim.signed.test", letter.token()).replaceFirst("^\\S+ \\S+ (\\S+) .*", "$1");
        String delivered = peers.exim().awaitLog(id + " => alice@example.com");
        assertTrue(delivered.matches(".* L[.*]? .*") && delivered.contains(" K "), delivered);
    }

    @Test
    void p01PeersKeepWhatIsTooLargeForUs() throws Exception {
        // OpenSMTPD does not look at what is offered, so its content is read, and refused at its end.
        try (PolicyChange small = new PolicyChange(gatepost, "UPDATE channel SET sourceblocklimit = 16 WHERE version_id = :version AND name = 'tcp_local'")) {
            for (Peer peer : peers.all()) {
                Letter letter = Letter.of("<a@" + peer.domain() + ">", "<alice@example.com>", Body.SEVEN_BIT).ofOctets(20_000);
                give(letter, peer);
                String report = neighbourhood.sink().await(letter.token()).content();
                assertTrue(report.contains("size") || report.contains("too large") || report.contains("5.3.4"), peer + ": " + report);
                assertEquals(List.of(), gatepost.mailContaining("alice", letter.token()), peer.name());
            }
        }
    }

    private static void give(Letter letter, Peer peer) throws Exception {
        try (SmtpTalk talk = peer.introduced()) {
            letter.sendBy(talk);
            talk.say("QUIT").expect("221");
        }
    }
}
