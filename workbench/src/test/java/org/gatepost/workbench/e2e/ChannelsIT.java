package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gatepost.ee.store.AgedParts;
import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What channels say, rewrite rules, and addresses of forwarded mail, on a deployed server with keys for these. */
class ChannelsIT {

    /** Nobody else's ports. */
    private static final int PORTS_BEYOND = 460;
    private static final Duration ARRIVES = Duration.ofSeconds(30);

    @TempDir
    private static Path directory;

    private static RunningGatepost gatepost;

    @BeforeAll
    static void start() throws Exception {
        Path keys = Files.writeString(directory.resolve("srs.keys"), "a key of the trial, long enough\n");
        gatepost = RunningGatepost.started("channels", Map.of("GATEPOST_PORT_OFFSET", Integer.toString(RunningGatepost.portOffset() + PORTS_BEYOND),
                "GATEPOST_SRS_DOMAIN", "srs.example.com", "GATEPOST_SRS_KEYS", keys.toString()));
    }

    @AfterAll
    static void stop() {
        gatepost.close();
    }

    private static PolicyChange saying(String keywords) throws Exception {
        return new PolicyChange(gatepost, "UPDATE channel SET keywords = keywords || ' " + keywords + "' WHERE name = 'tcp_local' AND version_id = :version");
    }

    @Test
    void c15c17AClientThatWantsTooMuchIsTold() throws Exception {
        try (PolicyChange change = saying("recipientcutoff 1 disconnectrejectlimit 1 greetpause PT1S")) {
            try (SmtpTalk early = new SmtpTalk(gatepost.smtpPort())) {
                early.say("EHLO client.example").expect("554 5.5.1");
                assertTrue(early.line().isEmpty(), "and the connection is closed");
            }
            try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
                talk.say("MAIL FROM:<a@sender.example>").expect("250");
                talk.say("RCPT TO:<alice@example.com>").expect("250");
                talk.say("RCPT TO:<bob@example.com>").expect("250");
                talk.say("DATA").expect("451 4.4.5");
                talk.say("MAIL FROM:<a@sender.example>").expect("250");
                talk.say("RCPT TO:<nobody@example.com>").expect("550 5.1.1");
                talk.say("RCPT TO:<nobody@example.com>").expect("550 5.1.1");
                talk.say("RSET").expect("421 4.7.0");
                assertTrue(talk.line().isEmpty(), "and the connection is closed");
            }
        }
    }

    @Test
    void r01r06RulesOfTheActivePolicyRewriteRecipients() throws Exception {
        try (PolicyChange change = new PolicyChange(gatepost, "INSERT INTO rewrite_rules VALUES (:version, 'rules', E'old.example  $U%example.com\ngone.example  $?moved$ away\n"
                + "$*  $A$E$F$U%$H$V$H@l-daemon\n.  $U%$H@tcp_local-daemon')"); SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            assertTrue(talk.message("a@sender.example", "bob@old.example", "Subject: rewritten").startsWith("250"));
            Eventually.get("in bob's mailbox", ARRIVES, () -> gatepost.mailContaining("bob", "Subject: rewritten"), found -> found.size() == 1);
            talk.say("MAIL FROM:<a@sender.example>").expect("250");
            talk.say("RCPT TO:<x@gone.example>").expect("550 5.1.2 moved away");
            talk.say("RCPT TO:<out@remote.example>").expect("550 5.7.1 relaying denied");
            talk.say("RCPT TO:<nobody@old.example>").expect("550 5.1.1");
        }
    }

    @Test
    void s06ForwardedMailLeavesUnderAnAddressOfOursAndWhatComesBackFindsItsSender() throws Exception {
        try (PolicyChange change = saying("sourcesrs destinationsrs addresssrs"); SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            assertTrue(talk.message("a@sender.example", "heidi@example.com", "Subject: sent on").startsWith("250"));
            String sent = read(Eventually.get("sent on", ARRIVES, () -> gatepost.mailContaining("remote", "Subject: sent on"), found -> found.size() == 1));
            Matcher path = Pattern.compile("Return-Path: <(SRS0=[^>]*@srs\\.example\\.com)>").matcher(sent);
            assertTrue(path.find(), sent);
            assertTrue(read(Eventually.get("kept", ARRIVES, () -> gatepost.mailContaining("heidi", "Subject: sent on"), found -> found.size() == 1)).contains("<a@sender.example>"));
            assertTrue(talk.message("", path.group(1), "Subject: it came back").startsWith("250"));
            Eventually.get("back with its sender", ARRIVES, () -> gatepost.mailContaining("remote", "Subject: it came back"), found -> found.size() == 1);
            talk.say("MAIL FROM:<>").expect("250");
            talk.say("RCPT TO:<" + path.group(1).replace("=a@", "=b@") + ">").expect("550 5.1.1");
        }
    }

    @Test
    void c23c29PartsAreConvertedOnTheirWayToAMailboxAndPiecesOfAMessageRefused() throws Exception {
        try (PolicyChange change = new PolicyChange(gatepost, "UPDATE channel SET keywords = keywords || ' partialmessages refuse' WHERE name = 'tcp_local' AND version_id = :version",
                "INSERT INTO mapping_table VALUES (:version, 'CONVERSIONS', '  IN-CHAN=tcp_local;OUT-CHAN=tcp_lmtpcs;CONVERT  Yes')",
                "INSERT INTO conversion_rules VALUES (:version, 'site', E'in-name=*.exe; delete=1\nin-subtype=html; command=\"/usr/bin/tr a-z A-Z\"; out-type=text; out-subtype=plain\n"
                        + "in-subtype=csv; command=/bin/false\n')"); SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            String parts = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n\u00fchello\r\n--b\r\nContent-Type: application/octet-stream; name=x.EXE\r\n\r\nMZ\r\n--b--";
            assertTrue(talk.message("a@sender.example", "alice@example.com", "Subject: converted\r\n" + parts).startsWith("250"));
            String kept = read(Eventually.get("in alice's mailbox", ARRIVES, () -> gatepost.mailContaining("alice", "Subject: converted"), found -> found.size() == 1));
            assertTrue(kept.replace("\r\n", "\n").contains("--b\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n/EhFTExP\n--b--\n"), kept);
            assertTrue(talk.message("a@sender.example", "alice@example.com", "MIME-Version: 1.0\r\nContent-Type: text/csv\r\n\r\n1").startsWith("451 4.3.0"));
            assertTrue(talk.message("a@sender.example", "alice@example.com", "Content-Type: message/partial; id=a; number=1; total=2\r\n\r\nx").startsWith("550 5.6.1"));
        }
    }

    @Test
    void c29PiecesOfAMessageArePutTogetherAndDeliveredOnceOrReturnedWhereOthersAreMissing() throws Exception {
        try (PolicyChange change = saying("partialmessages defragment"); SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            String large = ("x".repeat(76) + "\r\n").repeat(6_000);
            assertTrue(talk.message("a@sender.example", "alice@example.com", piece("one", 3, 3) + "and the end of it").startsWith("250"));
            assertTrue(talk.message("a@sender.example", "alice@example.com", piece("one", 1, 3) + "Subject: in pieces\r\n\r\nbegun").startsWith("250"));
            assertTrue(talk.message("a@sender.example", "alice@example.com", piece("one", 1, 3) + "Subject: in pieces\r\n\r\nbegun").startsWith("250"), "again");
            assertEquals("2", gatepost.text("SELECT count(*) FROM recipient WHERE state = 'held' AND state_by = 'Defragmentation' AND state_text LIKE 'part % of 3 of one'"));
            String accepted = talk.message("a@sender.example", "alice@example.com", piece("one", 2, 3) + large);
            assertTrue(accepted.startsWith("250"), accepted);
            String whole = read(Eventually.get("in alice's mailbox", ARRIVES, () -> gatepost.mailContaining("alice", "and the end of it"), found -> found.size() == 1)).replace("\r\n", "\n");
            assertTrue(whole.endsWith("X-Piece: 1\nSubject: in pieces\n\nbegun\n" + large.replace("\r\n", "\n") + "\nand the end of it\n"), whole.substring(0, 2_000));
            assertTrue(talk.message("a@sender.example", "alice@example.com", piece("one", 2, 3) + large).startsWith("250"), "its 250 was lost");
            assertEquals(1, gatepost.mailContaining("alice", "Subject: in pieces").size());
            assertEquals("0", gatepost.text("SELECT count(*) FROM partial_part"));

            assertTrue(talk.message("a@sender.example", "alice@example.com", piece("two", 1, 2) + "Subject: never whole\r\n\r\nbegun").startsWith("250"));
            try (Connection database = gatepost.database(); Statement statement = database.createStatement()) {
                database.setAutoCommit(false);
                statement.execute("UPDATE partial_set SET began_at = now() - interval '5 days' WHERE finished_at IS NULL");
                assertEquals(1, AgedParts.giveBack(database, "test", Duration.ofDays(4)));
                database.commit();
            }
            String report = read(Eventually.get("with its sender", ARRIVES, () -> gatepost.mailContaining("remote", "X-Piece: 1"), found -> found.size() == 1));
            // What nobody said but we is told by its status; the trace has the words.
            assertTrue(report.contains("Status: 5.4.7"), report);
            assertEquals("1", gatepost.text("SELECT count(*) FROM trace_event WHERE kind = 'fail' AND reply LIKE '550 5.4.7 the other parts of this message did not come in time%'"));
            assertEquals(0, gatepost.mailContaining("alice", "Subject: never whole").size());
        }
    }

    private static String piece(String id, int number, int total) {
        return "From: a@sender.example\r\nX-Piece: " + number + "\r\nContent-Type: message/partial; id=" + id + "; number=" + number + "; total=" + total + "\r\n\r\n";
    }

    private static String read(List<Path> files) throws Exception {
        return Files.readString(files.getFirst(), StandardCharsets.ISO_8859_1);
    }
}
