package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

import org.gatepost.workbench.bench.harness.Program;
import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.Test;

/** SMTP service extensions of the deployed server, with other people's clients where they know them. */
class ExtensionsIT {

    private final RunningGatepost gatepost = RunningGatepost.shared();

    @Test
    void p18SmtpUtf8FromPythonToTheMailbox() throws Exception {
        String subject = "utf8 " + UUID.randomUUID();
        Program.Ended ended = Program.run(Program.PATIENCE, List.of("python3", "-"), """
                import smtplib
                from email.message import EmailMessage
                from email.policy import SMTPUTF8
                m = EmailMessage(policy=SMTPUTF8)
                m['From'], m['To'], m['Subject'] = 'j\\u00fcrgen@b\\u00fccher.example', 'alice@example.com', '%s \\u00fc'
                m.set_content('Gr\\u00fc\\u00dfe')
                s = smtplib.SMTP('127.0.0.1', %d)
                s.ehlo()
                assert s.has_extn('smtputf8'), s.esmtp_features
                assert s.send_message(m) == {}
                s.quit()
                """.formatted(subject, gatepost.smtpPort()));
        assertEquals(0, ended.status(), ended.output());
        Eventually.get(subject, Duration.ofSeconds(20), () -> gatepost.mailContaining("alice", subject).size(), found -> found == 1);
        // The mailbox has it before its settlement has committed.
        Eventually.get("its delivery is traced", Duration.ofSeconds(20),
                () -> gatepost.text("SELECT count(*) FROM trace_event WHERE kind = 'deliver' AND sender = 'j\u00fcrgen@b\u00fccher.example'"), "1"::equals);
    }

    @Test
    void p05BinaryMimeByBdatIsKeptOctetByOctet() throws Exception {
        String mark = UUID.randomUUID().toString();
        String content = "MIME-Version: 1.0\r\nSubject: binary " + mark + "\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n\r\n"
                + "\0\r\n.\r\n\n.\n\r\rMAIL FROM:<x>\r\n\u00ff" + "x".repeat(70_000);
        // Held, so that what is stored can be looked at.
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<a@remote.example> BODY=BINARYMIME").expect("250");
            talk.say("RCPT TO:<frank@example.com>").expect("250");
            talk.say("DATA").expect("503 5.5.1");
            talk.say("BDAT " + content.length() + " LAST").send(content);
            String queued = talk.expect("250 2.0.0 queued as ");
            assertEquals("hold", gatepost.events(queued.substring(queued.lastIndexOf(' ') + 1)).getLast());
        }
        String hex = HexFormat.of().formatHex(content.getBytes(StandardCharsets.ISO_8859_1));
        assertEquals("BINARYMIME", gatepost.text("SELECT body FROM message m WHERE (SELECT encode(string_agg(octets, ''::bytea ORDER BY chunk_no), 'hex') FROM content_chunk c"
                + " WHERE c.message_id = m.id) = '" + hex + "'"));
    }

    @Test
    void prdrWithSwaksAnswersEachRecipientAfterTheContent() throws Exception {
        String subject = "prdr " + UUID.randomUUID();
        String body = ("x".repeat(70) + "\\n").repeat(200);
        String said = Program.succeed(Program.PATIENCE, List.of("swaks", "--prdr", "--server", "127.0.0.1:" + gatepost.smtpPort(), "--to", "alice@example.com,grace@example.com", "--from",
                "a@remote.example", "--h-Subject", subject, "--body", body)).output();
        List<String> replies = said.lines().filter(line -> line.matches("<.. +(353|250 2\\.[01]\\.[05]|552).*")).toList();
        int start = replies.indexOf(replies.stream().filter(line -> line.contains(" 353")).findFirst().orElseThrow(() -> new AssertionError(said)));
        assertTrue(replies.get(start + 1).contains("250 2.1.5"), said);
        assertTrue(replies.get(start + 2).contains("552 5.2.3"), said);
        assertTrue(replies.get(start + 3).contains("250 2.0.0 queued as"), said);
        Eventually.get(subject, Duration.ofSeconds(20), () -> gatepost.mailContaining("alice", subject).size(), found -> found == 1);
    }

    @Test
    void p04EtrnBringsForwardWhatWaitsForAListedDomain() throws Exception {
        try (PolicyChange change = new PolicyChange(gatepost,
                "UPDATE channel SET keywords = keywords || ' etrndomains example.com' WHERE version_id = :version AND name = 'tcp_local'",
                "UPDATE channel SET backoff = 'PT1H', destination = 'lmtp://127.0.0.1:1' WHERE version_id = :version AND name = 'tcp_lmtpcs'")) {
            String queued;
            try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
                talk.say("ETRN other.example").expect("459");
                queued = talk.message("a@remote.example", "bob@example.com", "Subject: turned " + UUID.randomUUID() + "\r\n\r\nx");
            }
            String id = queued.substring(queued.lastIndexOf(' ') + 1);
            Eventually.get("a first attempt that fails", Duration.ofSeconds(20), () -> gatepost.events(id), events -> events.contains("defer"));
            try (PolicyChange back = new PolicyChange(gatepost,
                    "UPDATE channel SET destination = 'store' WHERE version_id = :version AND name = 'tcp_lmtpcs'"); SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
                talk.say("ETRN example.com").expect("250 2.0.0 queuing for example.com started");
                talk.say("ETRN example.com").expect("458");
                Eventually.get("delivery", Duration.ofSeconds(20), () -> gatepost.events(id), events -> events.contains("deliver"));
            }
        }
        assertTrue(Integer.parseInt(gatepost.text("SELECT count(*) FROM trace_event WHERE kind = 'turn'")) >= 1);
    }

    @Test
    void p18TheKnownMayHaveAMessageHeldStrangersNot() throws Exception {
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<a@remote.example> HOLDFOR=5").expect("555 5.5.4");
        }
        try (PolicyChange change = new PolicyChange(gatepost, "UPDATE channel SET keywords = keywords || ' internal' WHERE version_id = :version AND name = 'tcp_local'");
                SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            String mark = "held " + UUID.randomUUID();
            talk.say("MAIL FROM:<a@remote.example> HOLDFOR=4 MT-PRIORITY=3").expect("250");
            talk.say("RCPT TO:<alice@example.com>").expect("250");
            talk.say("DATA").expect("354");
            String queued = talk.send("Subject: " + mark + "\r\n\r\n.\r\n").expect("250");
            String id = queued.substring(queued.lastIndexOf(' ') + 1);
            Eventually.get("delivery", Duration.ofSeconds(30), () -> gatepost.events(id), events -> events.contains("deliver"));
            assertEquals("t", gatepost.text("SELECT max(at) FILTER (WHERE kind = 'deliver') - max(at) FILTER (WHERE kind = 'accept') >= interval '3500 milliseconds'"
                    + " FROM trace_event WHERE queue_id = (SELECT queue_id FROM trace_event WHERE kind = 'accept' AND details->>'handling' LIKE '%HOLDFOR=4%' ORDER BY at DESC LIMIT 1)"));
        }
    }
}
