package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.gatepost.workbench.bench.harness.Program;
import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.Test;

/** Encryption, the submission ports, PROXY and XCLIENT on the deployed server, with other people's clients. */
class StartTlsIT {

    private static final String SMTPLIB = """
            import smtplib, ssl, sys
            from email.message import EmailMessage
            c = ssl.create_default_context()
            c.check_hostname = False
            c.verify_mode = ssl.CERT_NONE
            """;

    private final RunningGatepost gatepost = RunningGatepost.shared();

    @Test
    void p03PythonsSmtplibSendsEncryptedAndTheTraceFieldSaysSo() throws Exception {
        String subject = "encrypted " + UUID.randomUUID();
        Program.Ended ended = Program.run(Program.PATIENCE, List.of("python3", "-"), SMTPLIB + """
                for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
                    c.minimum_version = c.maximum_version = version
                    s = smtplib.SMTP('127.0.0.1', %d)
                    s.ehlo()
                    assert s.has_extn('starttls')
                    s.starttls(context=c)
                    s.ehlo()
                    assert not s.has_extn('starttls')
                    assert s.docmd('STARTTLS')[0] == 503
                    m = EmailMessage()
                    m['From'], m['To'], m['Subject'] = 'a@remote.example', 'alice@example.com', '%s ' + version.name
                    m.set_content('x' * 70 + '\\n')
                    s.send_message(m)
                    s.sendmail('a@remote.example', ['alice@example.com'], 'Subject: %s\\r\\n\\r\\n' + ('y' * 900 + '\\r\\n') * 2000)
                    s.quit()
                """.formatted(gatepost.smtpPort(), subject, subject));
        assertEquals(0, ended.status(), ended.output());
        List<Path> arrived = Eventually.get("four messages", Duration.ofSeconds(20), () -> gatepost.mailContaining("alice", subject), found -> found.size() == 4);
        for (Path message : arrived) {
            assertTrue(Files.readString(message).contains(" with ESMTPS\r\n"), Files.readString(message).substring(0, 400));
        }
        assertFalse(gatepost.logLines("\"cipher\":\"TLS_AES_256_GCM_SHA384\"").isEmpty());
    }

    @Test
    void p03OpensslMeetsTheSubmissionPortsAndMayNotSendInTheClear() throws Exception {
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.submissionPort())) {
            talk.say("MAIL FROM:<a@remote.example>").expect("530 5.7.0");
            talk.say("HELP").expect("530 5.7.0");
            talk.say("NOOP").expect("250");
        }
        String encrypted = openssl(List.of("-starttls", "smtp"), gatepost.submissionPort());
        assertTrue(encrypted.contains("250 2.0.0 ok"), encrypted);
        String first = openssl(List.of(), gatepost.submissionsPort());
        assertTrue(first.contains("220 ") && first.contains("250 2.0.0 ok"), first);
    }

    @Test
    void p03OldVersionsAndRenegotiationAreRefused() throws Exception {
        Program.Ended old = Program.run(Program.PATIENCE, List.of("sh", "-c", "sleep 1 | openssl s_client -starttls smtp -tls1_1 -cipher ALL:@SECLEVEL=0 -connect 127.0.0.1:"
                + gatepost.smtpPort()));
        assertTrue(old.output().contains("alert protocol version"), old.output());
        Program.Ended again = Program.run(Program.PATIENCE, List.of("sh", "-c", "(sleep 1; printf 'NOOP\\r\\n'; sleep 1; echo R; sleep 1; printf 'NOOP\\r\\n'; sleep 1) | "
                + "openssl s_client -starttls smtp -tls1_2 -connect 127.0.0.1:" + gatepost.smtpPort()));
        assertTrue(again.output().contains("RENEGOTIATING") && again.output().contains("handshake failure"), again.output());
    }

    @Test
    void p03WhatIsPipelinedBehindStartTlsIsNeverExecuted() throws Exception {
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.send("STARTTLS\r\nMAIL FROM:<injected@remote.example>\r\nRCPT TO:<alice@example.com>\r\n");
            talk.expect("554 5.5.1");
            assertEquals("", talk.reply());
        }
        Program.Ended ended = Program.run(Program.PATIENCE, List.of("python3", "-"), SMTPLIB + """
                import socket, time
                s = socket.create_connection(('127.0.0.1', %d))
                s.recv(1000)
                s.sendall(b'EHLO c.example\\r\\n')
                time.sleep(0.3)
                s.recv(1000)
                s.sendall(b'STARTTLS\\r\\n')
                assert s.recv(1000).startswith(b'220 ')
                s.sendall(b'MAIL FROM:<injected@remote.example>\\r\\n')
                s.settimeout(10)
                rest = s.recv(1000)
                assert b'250' not in rest, rest
                """.formatted(gatepost.smtpPort()));
        assertEquals(0, ended.status(), ended.output());
        assertTrue(gatepost.logLines("injected@remote.example").isEmpty());
    }

    /** The hook is the operator's guide's, word for word; only the paths are the test's. */
    @Test
    void p03WhatTheAcmeHookOfTheGuidePutsInPlaceIsShownWithoutARestart() throws Exception {
        Path certificate = gatepost.var().resolve("tls/self-signed.crt");
        Path key = gatepost.var().resolve("tls/self-signed.key");
        Path former = Files.createTempDirectory("former");
        Path renewed = Files.createTempDirectory("renewed");
        Files.copy(certificate, former.resolve("fullchain.pem"));
        Files.copy(key, former.resolve("privkey.pem"));
        Program.succeed(Program.PATIENCE, List.of("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", renewed.resolve("privkey.pem").toString(), "-out",
                renewed.resolve("fullchain.pem").toString(), "-days", "90", "-subj", "/CN=renewed.example"));
        String guide = Files.readString(Path.of(System.getProperty("gatepost.root", ".."), "ear/docs/operators-guide.md"));
        String hook = guide.substring(guide.indexOf("--deploy-hook '") + "--deploy-hook '".length());
        hook = hook.substring(0, hook.indexOf('\'')).replace('\n', ' ').replace("/etc/gatepost/mx.key", key.toString()).replace("/etc/gatepost/mx.crt", certificate.toString());
        assertFalse(hook.contains("/etc/"), hook);
        // What a look between the two steps finds must not be what stays.
        String inTwoSteps = hook.replaceFirst("&& cp \"\\$RENEWED_LINEAGE/fullchain", "&& sleep 5 && cp \"\\$RENEWED_LINEAGE/fullchain");
        assertTrue(inTwoSteps.length() > hook.length(), hook);
        try {
            Program.succeed(Program.PATIENCE, List.of("env", "RENEWED_LINEAGE=" + renewed, "sh", "-c", inTwoSteps));
            Eventually.get("the renewed certificate", Duration.ofSeconds(20), this::shown, text -> text.contains("CN = renewed.example"));
            Eventually.get("no alarm stands", Duration.ofSeconds(20), () -> gatepost.text("SELECT count(*) FROM alarm WHERE key = 'tls' AND cleared_at IS NULL"), "0"::equals);
        } finally {
            Program.succeed(Program.PATIENCE, List.of("env", "RENEWED_LINEAGE=" + former, "sh", "-c", hook));
        }
        Eventually.get("the former certificate", Duration.ofSeconds(20), this::shown, text -> !text.contains("CN = renewed.example"));
    }

    @Test
    void p03ANewCertificateIsShownWithoutARestartAndABrokenOneRaisesAnAlarm() throws Exception {
        Path certificate = gatepost.var().resolve("tls/self-signed.crt");
        Path key = gatepost.var().resolve("tls/self-signed.key");
        Path former = Files.createTempFile("former", ".crt");
        Path formerKey = Files.createTempFile("former", ".key");
        Files.copy(certificate, former, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(key, formerKey, StandardCopyOption.REPLACE_EXISTING);
        try {
            Program.succeed(Program.PATIENCE, List.of("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key.toString(), "-out", certificate.toString(), "-days", "10",
                    "-subj", "/CN=new.example"));
            Eventually.get("the new certificate", Duration.ofSeconds(20), this::shown, text -> text.contains("CN = new.example"));
            Eventually.get("the alarm of its end", Duration.ofSeconds(20), () -> gatepost.text("SELECT count(*) FROM alarm WHERE key LIKE 'tls:expiry:%' AND cleared_at IS NULL"), "1"::equals);
            Files.copy(formerKey, key, StandardCopyOption.REPLACE_EXISTING);
            Eventually.get("the alarm of the broken pair", Duration.ofSeconds(20), () -> gatepost.text("SELECT count(*) FROM alarm WHERE key = 'tls' AND cleared_at IS NULL"), "1"::equals);
            assertTrue(shown().contains("CN = new.example"));
        } finally {
            Files.copy(former, certificate, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(formerKey, key, StandardCopyOption.REPLACE_EXISTING);
            Files.delete(former);
            Files.delete(formerKey);
        }
        Eventually.get("the former certificate", Duration.ofSeconds(20), this::shown, text -> !text.contains("CN = new.example"));
    }

    @Test
    void p12ProxyAndXclientTellWhoseConnectionItIsWhereTheyAreTrusted() throws Exception {
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("XCLIENT ADDR=203.0.113.77").expect("500");
        }
        try (PolicyChange trusting = new PolicyChange(gatepost, "UPDATE listener SET xclient = '127.0.0.0/8' WHERE version_id = :version AND name = 'smtp'",
                "UPDATE channel SET keywords = keywords || ' xclientlogin' WHERE version_id = :version AND name = 'tcp_local'",
                "UPDATE listener SET proxy = '127.0.0.1' WHERE version_id = :version AND name IN ('submission', 'submissions')")) {
            try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
                talk.say("XCLIENT ADDR=203.0.113.77 HELO=revealed.example").expect("220");
                talk.say("MAIL FROM:<>").expect("503");
                talk.say("EHLO proxy.example").expect("250");
                String subject = "revealed " + UUID.randomUUID();
                assertTrue(talk.message("a@remote.example", "alice@example.com", "Subject: " + subject + "\r\n\r\nx").startsWith("250 2.0.0"));
                List<Path> arrived = Eventually.get(subject, Duration.ofSeconds(20), () -> gatepost.mailContaining("alice", subject), found -> found.size() == 1);
                assertTrue(Files.readString(arrived.getFirst()).contains("Received: from revealed.example ([203.0.113.77])"));
            }
            try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
                talk.say("XCLIENT LOGIN=robert@example.com ADDR=203.0.113.80").expect("220");
                talk.say("EHLO proxy.example").expect("250");
                assertTrue(talk.message("bob@example.com", "out@remote.example", "Subject: x\r\n\r\nx").startsWith("250 2.0.0"), "users may relay");
            }
            try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
                talk.say("XCLIENT LOGIN=carol ADDR=203.0.113.80").expect("554 5.7.8");
                assertEquals("", talk.reply());
            }
            try (SmtpTalk talk = new SmtpTalk(gatepost.submissionPort())) {
                talk.say("PROXY TCP4 203.0.113.78 127.0.0.1 1025 587").expect("220");
                talk.say("QUIT").expect("221");
            }
            try (SmtpTalk talk = new SmtpTalk(gatepost.submissionPort())) {
                assertEquals("", talk.say("EHLO client.example").reply());
            }
            Program.Ended ended = Program.run(Program.PATIENCE, List.of("python3", "-"), SMTPLIB + """
                    import socket
                    s = socket.create_connection(('127.0.0.1', %d))
                    s.sendall(b'\\r\\n\\r\\n\\0\\r\\nQUIT\\n\\x21\\x11\\0\\x0c' + bytes([203, 0, 113, 79, 127, 0, 0, 1]) + b'\\x04\\x01\\x01\\xd1')
                    t = c.wrap_socket(s, server_hostname='mx.example')
                    assert t.recv(1000).startswith(b'220 ')
                    t.sendall(b'QUIT\\r\\n')
                    assert t.recv(1000).startswith(b'221 ')
                    """.formatted(gatepost.submissionsPort()));
            assertEquals(0, ended.status(), ended.output());
        }
        assertFalse(Eventually.get("the revealed clients in the trace", Duration.ofSeconds(5), () -> gatepost.logLines("\"client\":\"203.0.113.78\""),
                lines -> !lines.isEmpty()).isEmpty());
        assertTrue(gatepost.logLines("\"client\":\"203.0.113.79\"").stream().anyMatch(line -> line.contains("\"through\":\"127.0.0.1\"") && line.contains("TLSv1.3")));
    }

    private String shown() throws Exception {
        return Program.run(Program.PATIENCE, List.of("sh", "-c", "sleep 0.2 | openssl s_client -starttls smtp -connect 127.0.0.1:" + gatepost.smtpPort())).output();
    }

    private static String openssl(List<String> options, int port) throws Exception {
        return Program.run(Program.PATIENCE, List.of("sh", "-c", "(sleep 1; printf 'NOOP\\r\\n'; sleep 1; printf 'QUIT\\r\\n'; sleep 0.2) | openssl s_client " + String.join(" ", options)
                + " -connect 127.0.0.1:" + port)).output();
    }
}
