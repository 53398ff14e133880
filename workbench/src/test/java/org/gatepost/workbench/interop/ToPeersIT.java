package org.gatepost.workbench.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;

import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.gatepost.workbench.interop.Letter.Body;
import org.junit.jupiter.api.Test;

/** Mail that Gatepost gives to Postfix, Exim and OpenSMTPD, as they hand it on. */
class ToPeersIT {

    private final Neighbourhood neighbourhood = Neighbourhood.shared();
    private final RunningGatepost gatepost = neighbourhood.gatepost();
    private final Peers peers = neighbourhood.peers();

    @Test
    void p03p07EveryPeerGetsContentOctetForOctetAndEncryptedWhereItCan() throws Exception {
        for (Body body : Body.values()) {
            for (Peer peer : peers.all()) {
                Letter letter = letter(peer, body);
                letter.submitTo(gatepost.smtpPort());
                String trace = letter.assertUnchanged(neighbourhood.sink().await(letter.token()).content());
                assertEquals(peers.encrypting().contains(peer), trace.contains("TLSv1.3") || trace.contains("TLS1.3"), peer + ": " + trace);
                assertTrue(trace.contains("by " + Neighbourhood.HOST), trace);
            }
        }
    }

    @Test
    void p03WhereTlsIsAMustTheCertificateIsLookedAtAndNothingFallsBack() throws Exception {
        Letter broken = letter(peers.openSmtpd(), Body.SEVEN_BIT);
        try (PolicyChange must = neighbourhood.withKeywords("musttlsclient")) {
            for (Peer peer : peers.encrypting()) {
                Letter letter = letter(peer, Body.SEVEN_BIT);
                letter.submitTo(gatepost.smtpPort());
                letter.assertUnchanged(neighbourhood.sink().await(letter.token()).content());
            }
            neighbourhood.awaitDeferral(broken.submitTo(gatepost.smtpPort()), "4.7.5", "TLS failed");
        }
        assertEquals(List.of(), neighbourhood.sink().containing(broken.token()));
    }

    @Test
    void p02WhatTheSenderWantsReportedIsPassedOn() throws Exception {
        for (Peer peer : peers.all()) {
            Letter letter = Letter.of("<alice@example.com> RET=HDRS ENVID=QQ+2B314", "<b@" + peer.domain() + "> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;first+2Ba@other.test", Body.SEVEN_BIT);
            letter.submitTo(gatepost.smtpPort());
            Sink.Taken taken = neighbourhood.sink().await(letter.token());
            assertTrue(taken.mail().contains(" RET=HDRS") && taken.mail().contains(" ENVID=QQ+2B314"), peer + ": " + taken);
            String rcpt = taken.rcpt().getFirst();
            assertTrue(rcpt.matches(".* NOTIFY=(SUCCESS,DELAY|DELAY,SUCCESS)\\b.*") && rcpt.contains(" ORCPT=rfc822;first+2Ba@other.test"), peer + ": " + rcpt);
        }
    }

    @Test
    void p02APeerWithoutDsnGetsTheMessageAndTheSenderARelayedReport() throws Exception {
        Letter letter = Letter.of("<alice@example.com> ENVID=relayed-1", "<b@" + peers.bare().domain() + "> NOTIFY=SUCCESS", Body.SEVEN_BIT);
        letter.submitTo(gatepost.smtpPort());
        Sink.Taken taken = neighbourhood.sink().await(letter.token());
        letter.assertUnchanged(taken.content());
        assertFalse(taken.mail().contains("ENVID"), taken.mail());
        String report = neighbourhood.awaitAtAlice(letter);
        assertTrue(report.contains("\r\nAction: relayed\r\n") && report.contains("\r\nOriginal-Envelope-Id: relayed-1\r\n"), report);
    }

    @Test
    void p07APeerWithout8BitMimeGetsTheContentEncoded() throws Exception {
        Letter letter = Letter.of("<alice@example.com> BODY=8BITMIME", "<b@" + peers.bare().domain() + ">", Body.EIGHT_BIT);
        letter.submitTo(gatepost.smtpPort());
        String arrived = neighbourhood.sink().await(letter.token()).content();
        assertTrue(arrived.chars().allMatch(octet -> octet < 128), arrived);
        assertEquals("quoted-printable", parsed(arrived).getEncoding());
        assertEquals(letter.content().substring(letter.content().indexOf("\r\n\r\n") + 4), new String(parsed(arrived).getInputStream().readAllBytes(), ISO_8859_1));
    }

    @Test
    void p05BinaryContentIsEncodedForPeersThatOfferChunkingAlone() throws Exception {
        byte[] octets = new byte[20_000];
        new Random(5).nextBytes(octets);
        for (Peer peer : peers.all()) {
            try (SmtpTalk talk = peer.talk()) {
                talk.expect("220");
                String offer = talk.say("EHLO client.test").expect("250");
                assertFalse(offer.contains("BINARYMIME"), peer + " offers BINARYMIME: let the test say so");
                assertEquals(peer != peers.openSmtpd(), offer.contains("CHUNKING"), peer + ": " + offer);
            }
            String token = UUID.randomUUID().toString();
            String header = "Date: Thu, 26 Nov 2026 10:00:00 +0000\r\nMessage-ID: <" + token + "@client.test>\r\nFrom: alice@example.com\r\nMIME-Version: 1.0\r\n"
                    + "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n\r\n";
            try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
                talk.say("AUTH PLAIN " + Base64.getEncoder().encodeToString("\0alice\0alice".getBytes(ISO_8859_1))).expect("235");
                talk.say("MAIL FROM:<alice@example.com> BODY=BINARYMIME").expect("250");
                talk.say("RCPT TO:<b@" + peer.domain() + ">").expect("250");
                talk.say("BDAT " + (header.length() + octets.length) + " LAST").send(header).send(octets).expect("250");
            }
            MimeMessage arrived = parsed(neighbourhood.sink().await(token).content());
            assertEquals("base64", arrived.getEncoding(), peer.name());
            assertEquals(new String(octets, ISO_8859_1), new String(arrived.getInputStream().readAllBytes(), ISO_8859_1), peer.name());
        }
    }

    @Test
    void p18AnInternationalRecipientIsForPeersWithSmtpUtf8() throws Exception {
        String local = Letter.octets("b\u00e4rbel");
        for (Peer peer : List.of(peers.postfix(), peers.exim())) {
            Letter letter = Letter.of("<alice@example.com> BODY=8BITMIME SMTPUTF8", "<" + local + "@" + peer.domain() + ">", Body.EIGHT_BIT);
            letter.submitTo(gatepost.smtpPort());
            Sink.Taken taken = neighbourhood.sink().await(letter.token());
            letter.assertUnchanged(taken.content());
            assertTrue(taken.rcpt().getFirst().contains("<" + local + "@"), peer + ": " + taken.rcpt());
        }
        for (Peer peer : List.of(peers.openSmtpd(), peers.bare())) {
            Letter letter = Letter.of("<alice@example.com> BODY=8BITMIME SMTPUTF8", "<" + local + "@" + peer.domain() + ">", Body.EIGHT_BIT);
            letter.submitTo(gatepost.smtpPort());
            assertTrue(neighbourhood.awaitAtAlice(letter).contains("\r\nStatus: 5.6.7\r\n"), peer.name());
        }
    }

    @Test
    void whomAPeerDoesNotKnowIsRefusedAtRcptWhereItIsAsked() throws Exception {
        try (PolicyChange asking = neighbourhood.withKeywords("verifynexthop"); SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("AUTH PLAIN " + Base64.getEncoder().encodeToString("\0alice\0alice".getBytes(ISO_8859_1))).expect("235");
            talk.say("MAIL FROM:<alice@example.com>").expect("250");
            for (Peer peer : peers.all()) {
                talk.say("RCPT TO:<b@" + peer.domain() + ">").expect("250");
            }
            String refused = talk.say("RCPT TO:<nobody@" + peers.postfix().domain() + ">").expect("550 5.1.1");
            assertTrue(refused.contains("nobody of that name"), refused);
        }
    }

    @Test
    void p01WhatAPeerSaysIsTooLargeForItIsNotSent() throws Exception {
        for (Peer peer : List.of(peers.postfix(), peers.exim(), peers.openSmtpd(), peers.bare())) {
            Letter letter = letter(peer, Body.SEVEN_BIT).ofOctets(1_100_000);
            letter.submitTo(gatepost.smtpPort());
            String report = neighbourhood.awaitAtAlice(letter);
            assertTrue(report.contains("\r\nAction: failed\r\n") && report.contains("\r\nStatus: 5.3.4\r\n"), peer + ": " + report);
            // The bare one says no size, so only its own refusal told us.
            assertEquals(peer == peers.bare(), report.contains("\r\nDiagnostic-Code: smtp; 552 "), peer + ": " + report);
        }
    }

    @Test
    void p06PipeliningIsUsedWhereItIsOfferedAndOnlyThere() throws Exception {
        Letter letter = letter(peers.exim(), Body.SEVEN_BIT);
        letter.submitTo(gatepost.smtpPort());
        neighbourhood.sink().await(letter.token());
        String taken = peers.exim().awaitLog("<= alice@example.com", letter.token());
        assertTrue(taken.matches(".* L[.*]? .*"), taken);
        Letter plain = letter(peers.bare(), Body.SEVEN_BIT);
        plain.submitTo(gatepost.smtpPort());
        neighbourhood.sink().await(plain.token());
        assertFalse(peers.bare().log().contains("improper command pipelining"), peers.bare().log());
    }

    @Test
    void p09WeProveWhoWeAreByTheStrongestMechanismAndOnlyUnderTls() throws Exception {
        Path password = Files.writeString(neighbourhood.directory().resolve("password"), neighbourhood.secret());
        Letter refused = letter(peers.openSmtpd(), Body.SEVEN_BIT);
        try (PolicyChange login = neighbourhood.withKeywords("saslclient " + Peers.USER + " " + password)) {
            for (Peer peer : peers.encrypting()) {
                Letter letter = letter(peer, Body.SEVEN_BIT);
                letter.submitTo(gatepost.smtpPort());
                letter.assertUnchanged(neighbourhood.sink().await(letter.token()).content());
            }
            peers.postfix().awaitLog("sasl_method=SCRAM-SHA-256", "sasl_username=" + Peers.USER);
            peers.exim().awaitLog("<= alice@example.com", "A=plain:" + Peers.USER);
            neighbourhood.awaitDeferral(refused.submitTo(gatepost.smtpPort()), "4.7.0", "a password needs TLS");
        }
        assertEquals(List.of(), neighbourhood.sink().containing(refused.token()));
        Path wrong = Files.writeString(neighbourhood.directory().resolve("wrong-password"), "not " + neighbourhood.secret());
        try (PolicyChange login = neighbourhood.withKeywords("saslclient " + Peers.USER + " " + wrong)) {
            neighbourhood.awaitDeferral(letter(peers.postfix(), Body.SEVEN_BIT).submitTo(gatepost.smtpPort()), "5.7.8", "");
        }
    }

    private static Letter letter(Peer peer, Body body) {
        return Letter.of("<alice@example.com>" + (body == Body.EIGHT_BIT ? " BODY=8BITMIME" : ""), "<b@" + peer.domain() + ">", body);
    }

    private static MimeMessage parsed(String content) throws Exception {
        return new MimeMessage((Session) null, new ByteArrayInputStream(content.getBytes(ISO_8859_1)));
    }
}
