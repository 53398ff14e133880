package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.gatepost.workbench.bench.harness.Program;
import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.Test;

/** Other people's clients, as they are. */
class ClientsIT {

    private static final int MESSAGES = 1000;

    private final RunningGatepost gatepost = RunningGatepost.shared();

    @Test
    void smtpSourceWithAHundredSessions() throws Exception {
        String sender = "source-" + UUID.randomUUID().toString().substring(0, 8) + "@remote.example";
        Program.succeed(Program.PATIENCE, List.of("smtp-source", "-s", "100", "-m", String.valueOf(MESSAGES), "-l", "4096", "-f", sender, "-t", "alice@example.com",
                "127.0.0.1:" + gatepost.smtpPort()));
        Eventually.get("all messages of smtp-source", Duration.ofSeconds(60), () -> gatepost.mailContaining("alice", "Return-Path: <" + sender + ">").size(),
                found -> found == MESSAGES);
    }

    @Test
    void swaksWithPipelining() throws Exception {
        String subject = "pipelined " + UUID.randomUUID();
        String said = Program.succeed(Program.PATIENCE, List.of("swaks", "--pipeline", "--server", "127.0.0.1:" + gatepost.smtpPort(), "--to", "alice@example.com,bob@example.com",
                "--from", "a@remote.example", "--h-Subject", subject)).output();
        assertTrue(said.contains("250 2.0.0"), said);
        arrives("alice", subject);
        arrives("bob", subject);
    }

    @Test
    void pythonsSmtplib() throws Exception {
        String subject = "python " + UUID.randomUUID();
        Program.Ended ended = Program.run(Program.PATIENCE, List.of("python3", "-"), """
                import smtplib
                from email.message import EmailMessage
                m = EmailMessage()
                m['From'], m['To'], m['Subject'] = 'a@remote.example', 'alice@example.com', '%s'
                m.set_content('Gr\\u00fc\\u00dfe\\n.\\n..\\n')
                s = smtplib.SMTP('127.0.0.1', %d)
                s.ehlo()
                assert s.has_extn('pipelining') and s.has_extn('dsn') and s.has_extn('chunking') and s.has_extn('size')
                refused = s.sendmail('a@remote.example', ['alice@example.com', 'nobody@example.com'], m.as_bytes(), ['BODY=8BITMIME'])
                assert refused['nobody@example.com'][0] == 550, refused
                s.quit()
                """.formatted(subject, gatepost.smtpPort()));
        assertEquals(0, ended.status(), ended.output());
        arrives("alice", subject);
    }

    @Test
    void bdatInPieces() throws Exception {
        String subject = "chunks " + UUID.randomUUID();
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<a@remote.example>").expect("250");
            talk.say("RCPT TO:<alice@example.com>").expect("250");
            String content = "Subject: " + subject + "\r\n\r\n.\r\nfirst\r\n" + ("x".repeat(998) + "\r\n").repeat(70);
            for (int at = 0; at < content.length(); at += 10_000) {
                String piece = content.substring(at, Math.min(content.length(), at + 10_000));
                talk.say("BDAT " + piece.length()).send(piece).expect("250 2.0.0");
            }
            talk.say("BDAT 0 LAST").expect("250 2.0.0");
            talk.say("QUIT").expect("221");
        }
        arrives("alice", subject);
    }

    private void arrives(String uid, String subject) throws Exception {
        Eventually.get(subject + " for " + uid, Duration.ofSeconds(20), () -> gatepost.mailContaining(uid, subject).size(), found -> found == 1);
    }
}
