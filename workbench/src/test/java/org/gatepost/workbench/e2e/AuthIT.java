package org.gatepost.workbench.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

import org.gatepost.auth.ScramClient;
import org.gatepost.workbench.bench.harness.Program;
import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.Test;

/** Users of the demo directory authenticate, with other people's clients and by hand; a policy of the test's own lets them do so without TLS. */
class AuthIT {

    private static final String WITHOUT_TLS = "UPDATE channel SET keywords = keywords || ' saslwithouttls' WHERE version_id = :version AND name IN ('tcp_local', 'tcp_submit')";

    private final RunningGatepost gatepost = RunningGatepost.shared();

    @Test
    void withoutTlsNoMechanismIsShownAndPasswordsAreRefused() throws Exception {
        try (SmtpTalk talk = new SmtpTalk(gatepost.smtpPort())) {
            talk.expect("220");
            assertFalse(talk.say("EHLO client.example").expect("250").contains("AUTH"), "shown");
            talk.say("AUTH PLAIN " + base64("\0alice\0alice")).expect("538 5.7.11");
            talk.say("AUTH SCRAM-SHA-256").expect("538 5.7.11");
            talk.say("AUTH CRAM-MD5").expect("504 5.5.4");
            talk.say("QUIT").expect("221");
        }
    }

    @Test
    void swaksAuthenticatesAndRelays() throws Exception {
        for (String mechanism : List.of("PLAIN", "LOGIN")) {
            String subject = mechanism + " " + UUID.randomUUID();
            try (PolicyChange change = new PolicyChange(gatepost, WITHOUT_TLS)) {
                String said = Program.succeed(Program.PATIENCE, List.of("swaks", "--server", "127.0.0.1:" + gatepost.smtpPort(), "--auth", mechanism, "--auth-user", "robert@example.com",
                        "--auth-password", "bob", "--from", "bob@example.com", "--to", "out@remote.example", "--h-Subject", subject)).output();
                assertTrue(said.contains("235 2.7.0") && said.contains("250 2.0.0"), said);
            }
            List<Path> found = Eventually.get(subject, Duration.ofSeconds(20), () -> gatepost.mailContaining("remote", subject), list -> list.size() == 1);
            assertTrue(Files.readString(found.getFirst()).contains(" with ESMTPA"), Files.readString(found.getFirst()));
        }
    }

    @Test
    void theSubmissionPortsAreForUsersAlone() throws Exception {
        String subject = "submitted " + UUID.randomUUID();
        Program.Ended ended = Program.run(Program.PATIENCE, List.of("python3", "-"), """
                import smtplib, ssl
                context = ssl.create_default_context()
                context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
                plain = smtplib.SMTP('127.0.0.1', %d)
                plain.ehlo()
                assert not plain.has_extn('auth'), plain.esmtp_features
                assert plain.docmd('AUTH', 'PLAIN AGFsaWNlAGFsaWNl')[0] in (530, 538)
                plain.starttls(context=context)
                for s in (plain, smtplib.SMTP_SSL('127.0.0.1', %d, context=context)):
                    s.ehlo()
                    mechanisms = s.esmtp_features['auth'].split()
                    assert 'PLAIN' in mechanisms and 'LOGIN' in mechanisms and 'SCRAM-SHA-256' in mechanisms, mechanisms
                    assert s.mail('alice@example.com')[0] == 530
                    s.login('alice', 'alice')
                    assert s.mail('bob@example.com')[0] == 550
                    s.sendmail('alice@example.com', ['out@remote.example'], 'From: alice@example.com\\r\\nSubject: %s\\r\\n\\r\\nhello')
                    s.quit()
                """.formatted(gatepost.submissionPort(), gatepost.submissionsPort(), subject));
        assertEquals(0, ended.status(), ended.output());
        List<Path> found = Eventually.get(subject, Duration.ofSeconds(20), () -> gatepost.mailContaining("remote", subject), list -> list.size() == 2);
        String mail = Files.readString(found.getFirst());
        assertTrue(mail.contains(" with ESMTPSA") && mail.contains("\r\nDate: ") && mail.contains("\r\nMessage-ID: <"), mail);
    }

    @Test
    void pythonsSmtplibLearnsWhoMayNot() throws Exception {
        String secret = "s3cret-" + UUID.randomUUID();
        try (PolicyChange change = new PolicyChange(gatepost, WITHOUT_TLS)) {
            Program.Ended ended = Program.run(Program.PATIENCE, List.of("python3", "-"), """
                    import smtplib
                    def said(user, password):
                        s = smtplib.SMTP('127.0.0.1', %d)
                        try:
                            return s.login(user, password)[0]
                        except smtplib.SMTPAuthenticationError as e:
                            return (e.smtp_code, e.smtp_error)
                        finally:
                            s.quit()
                    wrong = said('judy', '%s')
                    assert wrong == (535, b'5.7.8 authentication failed'), wrong
                    for user in ('carol', 'dave', 'ivan', 'nobody'):
                        assert said(user, user) == wrong, (user, said(user, user))
                    for user in ('alice', 'bob', 'erin', 'mallory', 'alice@example.com'):
                        assert said(user, user.split('@')[0]) == 235, user
                    """.formatted(gatepost.smtpPort(), secret));
            assertEquals(0, ended.status(), ended.output());
        }
        List<String> refusals = Eventually.get("the refusal in the log", Duration.ofSeconds(10), () -> gatepost.logLines("judy: wrong password"), lines -> !lines.isEmpty());
        assertTrue(refusals.getFirst().contains("535"), refusals.getFirst());
        assertEquals(List.of(), gatepost.logLines(secret));
        String server = Files.readString(gatepost.var().resolve("log/server.log"));
        assertFalse(server.contains(secret) || server.contains(base64("\0judy\0" + secret)), "a password in the server's log");
    }

    @Test
    void scramWithTheDemoDirectorysVerifier() throws Exception {
        try (PolicyChange change = new PolicyChange(gatepost, WITHOUT_TLS); SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            ScramClient client = new ScramClient("n,,", new byte[0], "alice", UUID.randomUUID().toString(), "alice");
            String first = talk.say("AUTH SCRAM-SHA-256 " + base64(client.first())).expect("334 ");
            String last = talk.say(base64(client.last(text(first)))).expect("334 ");
            assertTrue(text(last).startsWith("v="), text(last));
            talk.say("").expect("235 2.7.0");
            talk.say("AUTH PLAIN " + base64("\0bob\0bob")).expect("503 5.5.1");
            assertTrue(talk.message("alice@example.com", "staff@example.com", "Subject: to members").startsWith("250 2.0.0"), "not taken");
            talk.say("QUIT").expect("221");
        }
    }

    @Test
    void aUsersOwnChannelHasItsOwnLimits() throws Exception {
        try (PolicyChange change = new PolicyChange(gatepost, WITHOUT_TLS); SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("AUTH PLAIN " + base64("\0mallory\0mallory")).expect("235 2.7.0");
            assertTrue(talk.say("EHLO client.example").expect("250").contains("SIZE 1048576"), "another limit");
            talk.say("MAIL FROM:<alice@example.com>").expect("550 5.7.1");
            talk.say("MAIL FROM:<mallory@example.com> SIZE=1048577").expect("552 5.3.4");
            String id = UUID.randomUUID().toString();
            String queued = talk.message("mallory@example.com", "alice@example.com", "From: mallory@example.com\r\nSubject: " + id + "\r\n\r\nhello");
            assertTrue(queued.startsWith("250 2.0.0"), queued);
            talk.say("QUIT").expect("221");
            List<Path> found = Eventually.get(id, Duration.ofSeconds(20), () -> gatepost.mailContaining("alice", id), list -> list.size() == 1);
            String mail = Files.readString(found.getFirst());
            assertTrue(mail.contains("\r\nDate: ") && mail.contains("\r\nMessage-ID: <"), mail);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static String text(String challenge) {
        return new String(Base64.getDecoder().decode(challenge.substring(4)), UTF_8);
    }
}
