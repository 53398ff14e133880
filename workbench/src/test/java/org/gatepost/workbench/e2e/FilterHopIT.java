package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

import org.gatepost.hop.HopSecret;
import org.gatepost.mail.QueueId;
import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.gatepost.workbench.scan.RealAmavisd;
import org.gatepost.workbench.scan.RealClamd;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Mail that is ours goes through Debian's amavisd by SMTP and by LMTP, and comes back. */
class FilterHopIT {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String GTUBE = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";
    private static final String PROGRAM = "MIME-Version: 1.0\r\nContent-Type: application/octet-stream; name=\"x.exe\"\r\n"
            + "Content-Disposition: attachment; filename=\"x.exe\"\r\n\r\nMZ\r\n";

    private static RealAmavisd amavisd;
    private final RunningGatepost gatepost = RunningGatepost.shared();
    private final String mark = UUID.randomUUID().toString();

    @BeforeAll
    static void startAmavisd() throws Exception {
        amavisd = RealAmavisd.forwardingTo(RunningGatepost.shared().returnPort());
    }

    @AfterAll
    static void stopAmavisd() throws Exception {
        amavisd.close();
    }

    private PolicyChange filtered(String destination, String keywords) throws Exception {
        return new PolicyChange(gatepost,
                "UPDATE channel SET keywords = keywords || ' aliasdetourhost tcp_scan' WHERE name = 'tcp_local' AND version_id = :version",
                "INSERT INTO channel (version_id, name, destination, backoff, notices, keywords) VALUES (:version, 'tcp_scan', '" + destination + "', 'PT1S', 'PT1H P2D', '" + keywords + "')",
                "INSERT INTO channel (version_id, name, backoff, notices, keywords) VALUES (:version, 'tcp_return', 'PT1M', 'P2D', 'hopreturn tcp_scan')",
                "INSERT INTO listener (version_id, name, source_channel, sessions_max, sessions_per_client_max, errors_max, transactions_max, idle_seconds, session_seconds)"
                        + " VALUES (:version, 'return', 'tcp_return', 100, 100, 10, 1000, 300, 3600)");
    }

    private void send(String body, String... recipients) throws Exception {
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<a@remote.example> ENVID=" + mark).expect("250");
            for (String recipient : recipients) {
                talk.say("RCPT TO:<" + recipient + "> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;" + recipient).expect("250");
            }
            talk.say("DATA").expect("354");
            talk.send("From: a@remote.example\r\nX-Spam-Flag: NO-FORGED\r\nMessage-ID: <" + mark + "@remote.example>\r\nSubject: " + mark + "\r\n" + body + "\r\n.\r\n");
            talk.expect("250");
        }
    }

    private List<Path> delivered(String uid) throws Exception {
        return Eventually.get("mail of " + uid, SOON, () -> gatepost.mailContaining(uid, mark), found -> !found.isEmpty());
    }

    private String states(String by) throws Exception {
        return gatepost.text("SELECT string_agg(r.address, ' ' ORDER BY r.address) FROM recipient r JOIN queue_entry e ON e.id = r.entry_id JOIN message m ON m.id = e.message_id WHERE m.envid = '"
                + mark + "' AND r.state = 'held' AND r.state_by = '" + by + "'");
    }

    private void forgotten() throws Exception {
        Eventually.get("the queue forgets it", SOON, () -> gatepost.text("SELECT count(*) FROM message WHERE envid = '" + mark + "'"), "0"::equals);
    }

    @Test
    void c24WhatAmavisdGetsBySmtpComesBackAndGoesOnAsTheSendersMessage() throws Exception {
        try (PolicyChange filter = filtered("smtp://127.0.0.1:" + amavisd.port(), "hophold spam=X-Spam-Flag:YES*")) {
            send("\r\nhello", "alice@example.com", "heidi@example.com");
            String mail = Files.readString(delivered("alice").getFirst(), StandardCharsets.ISO_8859_1);
            assertFalse(mail.contains("NO-FORGED"), mail);
            assertTrue(mail.contains("X-Spam-Status: No") && !mail.contains("(amavisd.example.com ["), "the filter's word, and not its trace: " + mail);
            assertTrue(mail.contains("Received: from ") && mail.contains("hello"), mail);
            delivered("heidi");
            forgotten();
            String id = gatepost.text("SELECT queue_id FROM trace_event WHERE kind = 'accept' AND details::text LIKE '%alice@example.com%' ORDER BY at DESC LIMIT 1");
            assertTrue(amavisd.log().contains("Queue-ID: " + new QueueId(UUID.fromString(id))), "it was told whose it is");
            assertEquals(1, gatepost.mailbox("remote").stream().map(FilterHopIT::text).filter(text -> text.contains(mark) && text.contains("hello")).count(), "heidi forwards once");
            assertEquals(1, gatepost.mailContaining("alice", mark).size());
            assertEquals(1, gatepost.mailContaining("heidi", mark).size());
        }
    }

    @Test
    void c24SpamThatIsFoundAfterOurAnswerIsHeldAndNotReturned() throws Exception {
        try (PolicyChange filter = filtered("smtp://127.0.0.1:" + amavisd.port(), "hophold spam=X-Spam-Flag:YES*")) {
            send("\r\n" + GTUBE, "alice@example.com");
            assertEquals("alice@example.com", Eventually.get("held", SOON, () -> states("quarantine_spam"), "alice@example.com"::equals));
            assertEquals(List.of(), gatepost.mailContaining("alice", mark));
            assertEquals(List.of(), gatepost.mailContaining("remote", mark));
        }
    }

    @Test
    void c24WhereTheChannelWantsItWhatAmavisdReturnedIsDelivered() throws Exception {
        try (PolicyChange filter = filtered("smtp://127.0.0.1:" + amavisd.port(), "hopcontent")) {
            send("\r\nhello", "alice@example.com");
            String mail = Files.readString(delivered("alice").getFirst(), StandardCharsets.ISO_8859_1);
            assertTrue(mail.contains("(amavisd.example.com [") && mail.contains("X-Spam-Status: No") && mail.contains("hello"), mail);
            assertEquals(mail.indexOf("X-Spam-Status"), mail.lastIndexOf("X-Spam-Status"), "once");
            forgotten();
            assertEquals(1, gatepost.mailContaining("alice", mark).size());
        }
    }

    @Test
    void c24WhatAmavisdsClamdCallsInfectedAfterOurAnswerIsInQuarantineOfThatKind() throws Exception {
        int port;
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = any.getLocalPort();
        }
        try (RealClamd clamd = RealClamd.start(port); RealAmavisd looking = RealAmavisd.forwardingTo(gatepost.returnPort(), port);
                PolicyChange filter = filtered("smtp://127.0.0.1:" + looking.port(), "hophold infected=X-Amavis-Alert:INFECTED*")) {
            send("\r\n" + RealClamd.eicar(), "alice@example.com");
            assertEquals("alice@example.com", Eventually.get("in quarantine", SOON, () -> states("quarantine_infected"), "alice@example.com"::equals));
            assertEquals(List.of(), gatepost.mailContaining("alice", mark));
        }
    }

    @Test
    void c24AFilterThatIsKilledWhileItHasMailLosesNone() throws Exception {
        ScriptedHop killed = new ScriptedHop("DSN");
        try (PolicyChange filter = filtered("smtp://127.0.0.1:" + killed.port(), "hopwait PT5S")) {
            try (killed) {
                send("\r\nhello", "alice@example.com");
                Eventually.get("it has the mail", SOON, () -> killed.messages.size(), count -> count == 1);
            }
            assertEquals("alice@example.com", Eventually.get("given up", SOON, () -> states("HopSilent"), "alice@example.com"::equals));
            assertEquals("1", gatepost.text("SELECT count(*) FROM content_chunk c JOIN message m ON m.id = c.message_id WHERE m.envid = '" + mark + "'"));
            assertEquals(List.of(), gatepost.mailContaining("alice", mark));
        }
    }

    @Test
    void c24EachRecipientsCopyHasItsOwnFateByLmtp() throws Exception {
        try (PolicyChange filter = filtered("lmtp://127.0.0.1:" + amavisd.port(), "")) {
            send(PROGRAM, "alice@example.com", "bob@example.com");
            delivered("bob");
            assertEquals("alice@example.com", Eventually.get("held", SOON, () -> states("HopRefusal"), "alice@example.com"::equals));
            assertEquals(List.of(), gatepost.mailContaining("alice", mark));
        }
    }

    @Test
    void c24StrangersBringNothingBackAndASecretServesOnce() throws Exception {
        try (PolicyChange filter = filtered("smtp://127.0.0.1:1", "")) {
            send("\r\nhello", "alice@example.com");
            Eventually.get("a dead filter keeps mail waiting", SOON,
                    () -> gatepost.text("SELECT max(e.attempts) FROM queue_entry e JOIN message m ON m.id = e.message_id WHERE m.envid = '" + mark + "'"), count -> !"0".equals(count));
            String entry = gatepost.text("SELECT e.id FROM queue_entry e JOIN message m ON m.id = e.message_id WHERE m.envid = '" + mark + "'");
            try (SmtpTalk stranger = SmtpTalk.introduced(gatepost.returnPort())) {
                stranger.say("MAIL FROM:<a@remote.example>").expect("550 5.7.1");
                stranger.say("MAIL FROM:<a@remote.example> ENVID=gph." + entry + ".AAAAAAAAAAAAAAAAAAAAAA").expect("550 5.7.1");
            }
            String envid = secret(entry);
            try (SmtpTalk elsewhere = SmtpTalk.introduced(gatepost.smtpPort())) {
                elsewhere.say("MAIL FROM:<a@remote.example> ENVID=" + envid).expect("550 5.4.6");
            }
            try (SmtpTalk hop = SmtpTalk.introduced(gatepost.returnPort())) {
                hop.say("MAIL FROM:<a@remote.example> ENVID=" + envid).expect("250");
                hop.say("RCPT TO:<bob@example.com>").expect("550 5.7.1");
                hop.say("RCPT TO:<alice@example.com>").expect("250");
                hop.say("DATA").expect("354");
                hop.send("X-Spam-Flag: NO\r\nSubject: another\r\n\r\nanother\r\n.\r\n");
                hop.expect("250");
                hop.say("MAIL FROM:<a@remote.example> ENVID=" + envid).expect("550 5.7.1");
            }
            String mail = text(delivered("alice").getFirst());
            assertTrue(mail.contains("X-Spam-Flag: NO\r\n") && mail.contains("hello") && !mail.contains("another"), mail);
            forgotten();
        }
    }

    /** As only somebody can make it who reads the database. */
    private String secret(String entry) throws Exception {
        byte[] key = HexFormat.of().parseHex(gatepost.text("SELECT encode(key, 'hex') FROM hop_key"));
        return new HopSecret(() -> key).envid(UUID.fromString(entry));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
