package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gatepost.adapter.scanner.Engines;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.Scanner;
import org.gatepost.smtp.spool.MemoryContent;
import org.gatepost.workbench.bench.harness.Program;
import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.gatepost.workbench.scan.EnginePolicies;
import org.gatepost.workbench.scan.RealClamd;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Debian's clamd, with a signature of our own that knows the EICAR test file. */
class ScannerIT {

    private static final int CLAMD_PORT = 3_310 + RunningGatepost.portOffset();
    private static final int LARGE_OCTETS = 50 << 20;
    /** What the server may hold more of while a large message is scanned; it runs other things besides. */
    private static final long ARRAYS_OCTETS_MAX = 16L << 20;
    private static final int STREAM_OCTETS_MAX = 64 << 20;

    private static RealClamd clamd;
    private final RunningGatepost gatepost = RunningGatepost.shared();

    @BeforeAll
    static void startClamd() throws Exception {
        clamd = RealClamd.start(CLAMD_PORT, STREAM_OCTETS_MAX);
    }

    @AfterAll
    static void stopClamd() throws Exception {
        clamd.close();
    }

    @Test
    void refusesEicarInTheDialogueAndDefersWhileClamdIsDown() throws Exception {
        try (PolicyChange asked = new PolicyChange(gatepost, "UPDATE scanner SET address = '127.0.0.1:" + CLAMD_PORT + "', deadline_ms = 5000 WHERE version_id = :version AND name = 'clamd'")) {
            assertEquals("550 5.7.1", send("Subject: infected\r\n\r\n" + RealClamd.eicar()).substring(0, 9));
            String harmless = "Subject: clean " + UUID.randomUUID() + "\r\n\r\nnothing";
            clamd.stop();
            assertEquals("451 4.7.1", send(harmless).substring(0, 9));
            clamd.restart();
            Eventually.get("the same message passes", Duration.ofSeconds(20), () -> send(harmless), reply -> reply.startsWith("250"));
            clamd.pause();
            assertEquals("451 4.7.1", send(harmless).substring(0, 9));
            clamd.resume();
        }
    }

    /** Clamd looks into a few archives one within the other and stops at its own limit; either way it answers, and so do we. */
    @Test
    void whatIsNestedIsAnsweredAsClamdSays() throws Exception {
        Scanner asked = new Engines().create(EnginePolicies.of("clamd", CLAMD_PORT, ""));
        try (PolicyChange scanned = new PolicyChange(gatepost, "UPDATE scanner SET address = '127.0.0.1:" + CLAMD_PORT + "' WHERE version_id = :version AND name = 'clamd'")) {
            assertEquals("550 5.7.1", send(NestedParts.archive("a few", 5, RealClamd.eicar())).substring(0, 9));
            for (String content : List.of(NestedParts.archive("many", 200, RealClamd.eicar()), NestedParts.message("parts", 10_000))) {
                ScanVerdict verdict = asked.scan(ScanQuestion.about(new MemoryContent((content + "\r\n").getBytes(StandardCharsets.US_ASCII)), Duration.ofSeconds(30))).verdict();
                assertEquals(verdict instanceof ScanVerdict.Clean ? "250 2.0.0" : verdict instanceof ScanVerdict.Infected ? "550 5.7.1" : "451 4.7.1",
                        send(content).substring(0, 9), verdict::toString);
                System.out.println("clamd of what is nested: " + verdict);
            }
        }
    }

    @Test
    void acceptsUnscannedAndMarkedWherePolicySaysSo() throws Exception {
        try (PolicyChange unreachable = new PolicyChange(gatepost,
                "UPDATE scanner SET address = '127.0.0.1:1', failure_policy = 'accept' WHERE version_id = :version AND name = 'clamd'")) {
            String mark = UUID.randomUUID().toString();
            String reply = send("Subject: " + mark + "\r\n\r\nnothing");
            assertEquals("250 2.0.0", reply.substring(0, 9));
            Eventually.get("the trace says unscanned", Duration.ofSeconds(10),
                    () -> gatepost.text("SELECT details ->> 'marks' FROM trace_event WHERE kind = 'accept' ORDER BY at DESC LIMIT 1"),
                    marks -> marks.contains("unscanned:clamd"));
        }
    }

    @Test
    void f11WhatClamdCouldNotBeAskedAboutIsAcceptedAndWaitsForIt() throws Exception {
        try (PolicyChange later = new PolicyChange(gatepost,
                "UPDATE scanner SET address = '127.0.0.1:" + CLAMD_PORT + "', failure_policy = 'rescan' WHERE version_id = :version AND name = 'clamd'")) {
            clamd.stop();
            String clean = "clean " + UUID.randomUUID();
            assertEquals("250 2.0.0", send("Subject: " + clean + "\r\n\r\nnothing").substring(0, 9));
            assertEquals("250 2.0.0", send("Subject: infected\r\n\r\n" + RealClamd.eicar()).substring(0, 9));
            String waiting = "SELECT count(*) FROM recipient WHERE state = 'held' AND state_by = ";
            assertEquals("2", gatepost.text(waiting + "'Rescan'"));
            assertEquals("250 2.0.0", send("Subject: too old\r\n\r\nnothing").substring(0, 9));
            gatepost.text("UPDATE message SET arrived_at = arrived_at - interval '25 hours' WHERE id = (SELECT message_id FROM rescan ORDER BY next_at DESC LIMIT 1) RETURNING id");
            clamd.restart();
            // Their turn is now, not in a minute.
            gatepost.text("UPDATE rescan SET asked = 1, next_at = now() RETURNING message_id");
            Eventually.get("both were asked about", Duration.ofSeconds(20), () -> gatepost.text(waiting + "'Rescan'"), "0"::equals);
            Eventually.get("the clean one is delivered", Duration.ofSeconds(20), () -> gatepost.mailContaining("alice", clean).size(), count -> count == 1);
            assertEquals("1", gatepost.text(waiting + "'quarantine_infected' AND state_text LIKE 'ContentScan: infected: %'"));
            assertEquals("1", gatepost.text(waiting + "'RescanAge' AND state_text = 'no engine answered for 24 hours'"));
            assertEquals("0", gatepost.text("SELECT count(*) FROM rescan"));
        }
    }

    @Test
    void f17EicarSubmittedByAliceIsRefusedInTheDialogue() throws Exception {
        try (PolicyChange scanned = new PolicyChange(gatepost, "UPDATE scanner SET address = '127.0.0.1:" + CLAMD_PORT + "' WHERE version_id = :version AND name = 'clamd'")) {
            Program.Ended ended = Program.run(Program.PATIENCE, List.of("python3", "-"), """
                    import base64, smtplib, ssl
                    context = ssl.create_default_context()
                    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
                    s = smtplib.SMTP('127.0.0.1', %d)
                    s.starttls(context=context)
                    s.login('alice', 'alice')
                    s.sendmail('alice@example.com', ['bob@example.com'], 'From: alice@example.com\\r\\nSubject: clean\\r\\n\\r\\nhello')
                    infected = base64.b64decode('%s').decode()
                    try:
                        s.sendmail('alice@example.com', ['bob@example.com'], 'From: alice@example.com\\r\\nSubject: infected\\r\\n\\r\\n' + infected)
                    except smtplib.SMTPDataError as e:
                        assert e.smtp_code == 550 and e.smtp_error.startswith(b'5.7.1'), e
                        raise SystemExit(0)
                    raise SystemExit(1)
                    """.formatted(gatepost.submissionPort(), Base64.getEncoder().encodeToString(RealClamd.eicar().getBytes(StandardCharsets.US_ASCII))));
            assertEquals(0, ended.status(), ended.output());
        }
    }

    @Test
    void f21TheNextServerIsAskedWhereTheFirstIsGone() throws Exception {
        try (PolicyChange two = new PolicyChange(gatepost,
                "UPDATE scanner SET address = '127.0.0.1:1 127.0.0.1:" + CLAMD_PORT + "' WHERE version_id = :version AND name = 'clamd'")) {
            assertEquals("550 5.7.1", send("Subject: infected\r\n\r\n" + RealClamd.eicar()).substring(0, 9));
            assertEquals("250 2.0.0", send("Subject: clean\r\n\r\nnothing").substring(0, 9));
        }
    }

    @Test
    void f02OurOwnLookAtAttachmentsStandsBesideOtherEngines() throws Exception {
        try (PolicyChange attachments = new PolicyChange(gatepost, "UPDATE scanner SET address = '127.0.0.1:" + CLAMD_PORT + "' WHERE version_id = :version AND name = 'clamd'",
                "INSERT INTO scanner (version_id, name, protocol, source_channels) VALUES (:version, 'attachments', 'attachment', 'tcp_local')")) {
            String reply = send("Content-Type: application/octet-stream; name=bill.exe\r\n\r\nx");
            assertEquals("550 5.7.1", reply.substring(0, 9));
            assertTrue(reply.contains("bill.exe"), reply);
            assertEquals("250 2.0.0", send("Content-Type: text/plain; name=bill.txt\r\n\r\nx").substring(0, 9));
        }
    }

    @Test
    void f21AMessageWhoseEngineIsKilledInMidScanIsDeferredAndComesOnce() throws Exception {
        String mark = UUID.randomUUID().toString();
        try (PolicyChange asked = new PolicyChange(gatepost, "UPDATE scanner SET address = '127.0.0.1:" + CLAMD_PORT + "', deadline_ms = 20000 WHERE version_id = :version AND name = 'clamd'");
                SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            clamd.pause();
            content(talk, ("Subject: " + mark + "\r\n\r\nnothing\r\n").getBytes(StandardCharsets.US_ASCII));
            Eventually.get("clamd is asked", Duration.ofSeconds(10), ScannerIT::isClamdAsked, is -> is);
            clamd.kill();
            talk.expect("451 4.7.1");
            assertEquals(0, gatepost.mailContaining("alice", mark).size());
            clamd.restart();
            Eventually.get("it is sent again", Duration.ofSeconds(20), () -> send("Subject: " + mark + "\r\n\r\nnothing"), reply -> reply.startsWith("250"));
            Eventually.get("it is there", Duration.ofSeconds(20), () -> gatepost.mailContaining("alice", mark).size(), count -> count > 0);
            Eventually.get("nothing is on its way to her any more", Duration.ofSeconds(20), () -> gatepost.text("SELECT count(*) FROM queue_entry e"
                    + " JOIN recipient r ON r.entry_id = e.id WHERE r.address = 'alice@example.com' AND r.state = 'waiting'"), "0"::equals);
            assertEquals(1, gatepost.mailContaining("alice", mark).size());
        }
    }

    /** While clamd reads nothing the whole message waits for it: in the spool, and in nobody's memory. */
    @Test
    void f17FiftyMegabytesAreScannedAndAreInNobodysMemory() throws Exception {
        String mark = UUID.randomUUID().toString();
        byte[] large = ("Subject: " + mark + "\r\n\r\n" + ("0123456789abcdef".repeat(4) + "\r\n").repeat(LARGE_OCTETS / 66)).getBytes(StandardCharsets.US_ASCII);
        try (PolicyChange asked = new PolicyChange(gatepost, "UPDATE scanner SET address = '127.0.0.1:" + CLAMD_PORT + "' WHERE version_id = :version AND name = 'clamd'");
                SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort()).waitingUpTo(Duration.ofSeconds(60))) {
            long before = arrayOctets();
            long more;
            clamd.pause();
            try {
                content(talk, large);
                Eventually.get("clamd is asked", Duration.ofSeconds(10), ScannerIT::isClamdAsked, is -> is);
                more = arrayOctets() - before;
            } finally {
                clamd.resume();
            }
            talk.expect("250");
            assertTrue(more < ARRAYS_OCTETS_MAX, more + " octets more");
            Path delivered = Eventually.get("it is delivered", Duration.ofSeconds(30), () -> gatepost.mailContaining("alice", mark), copies -> !copies.isEmpty()).getFirst();
            byte[] copy = Files.readAllBytes(delivered);
            Files.delete(delivered);
            assertTrue(Arrays.equals(large, 0, large.length, copy, copy.length - large.length, copy.length), "octet for octet");
        }
    }

    @Test
    void c29EicarInTwoPiecesIsFoundWhereTheyArePutTogether() throws Exception {
        String asked = "UPDATE scanner SET address = '127.0.0.1:" + CLAMD_PORT + "', deadline_ms = 5000 WHERE version_id = :version AND name = 'clamd'";
        String mark = UUID.randomUUID().toString();
        String encoded = Base64.getEncoder().encodeToString(RealClamd.eicar().getBytes(StandardCharsets.US_ASCII));
        List<String> infected = pieces("infected." + mark, "Subject: infected " + mark + "\r\nMIME-Version: 1.0\r\nContent-Type: application/octet-stream; name=x.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + encoded.substring(0, 40), encoded.substring(40));
        try (PolicyChange passing = new PolicyChange(gatepost, asked)) {
            assertEquals("250 2.0.0", send(infected.get(0)).substring(0, 9));
            assertEquals("250 2.0.0", send(infected.get(1)).substring(0, 9), "nobody sees what alice's program will make of them");
        }
        try (PolicyChange together = new PolicyChange(gatepost, asked, "UPDATE channel SET keywords = keywords || ' partialmessages defragment' WHERE name = 'tcp_local' AND version_id = :version")) {
            assertEquals("250 2.0.0", send(infected.get(0)).substring(0, 9));
            assertEquals("550 5.7.1", send(infected.get(1)).substring(0, 9));
            assertEquals("550 5.7.1", send(infected.get(1)).substring(0, 9), "and again");
            assertEquals("0", gatepost.text("SELECT count(*) FROM recipient WHERE state = 'held' AND state_by = 'Defragmentation'"));
            assertEquals("1", gatepost.text("SELECT count(*) FROM trace_event WHERE kind = 'discard' AND recipient = 'alice@example.com' AND reason LIKE 'Defragmentation: the whole was refused: 550 5.7.1%'"));

            List<String> clean = pieces("clean." + mark, "Subject: clean " + mark + "\r\nContent-Type: text/plain\r\n\r\nfirst half", "second half " + mark);
            assertEquals("250 2.0.0", send(clean.get(1)).substring(0, 9));
            clamd.stop();
            assertEquals("451 4.7.1", send(clean.get(0)).substring(0, 9));
            assertEquals("1", gatepost.text("SELECT count(*) FROM recipient WHERE state = 'held' AND state_by = 'Defragmentation'"), "nothing changed");
            clamd.restart();
            Eventually.get("the whole passes", Duration.ofSeconds(20), () -> send(clean.get(0)), reply -> reply.startsWith("250"));
            Path delivered = Eventually.get("the whole is delivered", Duration.ofSeconds(20), () -> gatepost.mailContaining("alice", "second half " + mark), found -> !found.isEmpty()).getFirst();
            String whole = Files.readString(delivered, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
            assertTrue(whole.endsWith("From: a@remote.example\nSubject: clean " + mark + "\nContent-Type: text/plain\n\nfirst half\nsecond half " + mark + "\n"), whole);
            assertEquals(1, gatepost.mailContaining("alice", "second half " + mark).size());
        }
    }

    private static List<String> pieces(String id, String... bodies) {
        List<String> pieces = new ArrayList<>();
        for (String body : bodies) {
            pieces.add("From: a@remote.example\r\nSubject: part " + (pieces.size() + 1) + "\r\nMIME-Version: 1.0\r\nContent-Type: message/partial; id=\"" + id + "\"; number=" + (pieces.size() + 1) + "; total="
                    + bodies.length + "\r\n\r\n" + body);
        }
        return pieces;
    }

    private static void content(SmtpTalk talk, byte[] octets) throws IOException {
        talk.say("MAIL FROM:<a@remote.example>").expect("250");
        talk.say("RCPT TO:<alice@example.com>").expect("250");
        talk.say("DATA").expect("354");
        talk.send(octets).say(".");
    }

    private static boolean isClamdAsked() throws IOException, InterruptedException {
        Program.Ended ended = Program.run(Program.PATIENCE, List.of("ss", "-Htn", "state", "established", "( dport = :" + CLAMD_PORT + " )"), "");
        return !ended.output().isBlank();
    }

    private String send(String content) throws Exception {
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            return talk.message("a@remote.example", "alice@example.com", content);
        }
    }

    /** Octets of all arrays of octets that the server's memory holds, after a collection. */
    private long arrayOctets() throws IOException, InterruptedException {
        Program.Ended ended = Program.run(Program.PATIENCE, List.of(Path.of(System.getProperty("java.home"), "bin/jcmd").toString(), Long.toString(gatepost.pid("server")), "GC.class_histogram"), "");
        Matcher arrays = Pattern.compile("(?m)^\\s*[0-9]+:\\s+[0-9]+\\s+([0-9]+)\\s+\\[B\\b").matcher(ended.output());
        assertTrue(arrays.find(), ended.output());
        return Long.parseLong(arrays.group(1));
    }
}
