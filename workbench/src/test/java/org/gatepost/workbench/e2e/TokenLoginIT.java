package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;

import org.gatepost.adapter.jose.TestIssuer;
import org.gatepost.workbench.bench.harness.Program;
import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Users log in with tokens on the deployed server, whose issuer is the test: its keys are a file. */
class TokenLoginIT {

    private static final TestIssuer ISSUER = new TestIssuer("first");
    private static final TestIssuer LATER = new TestIssuer("second");

    private static RunningGatepost gatepost;
    private static Path keys;

    @BeforeAll
    static void trustTheTest() throws Exception {
        gatepost = RunningGatepost.shared();
        keys = gatepost.var().resolve("issuer.json");
        publish(List.of(ISSUER));
        gatepost.restart(Map.of("GATEPOST_OAUTH_JWKS", keys.toString(), "GATEPOST_OAUTH_ISSUER", TestIssuer.ISSUER, "GATEPOST_OAUTH_AUDIENCE", TestIssuer.AUDIENCE));
    }

    @AfterAll
    static void trustNobody() throws Exception {
        gatepost.restart(Map.of());
    }

    private static void publish(List<TestIssuer> issuers) throws IOException {
        Path fresh = keys.resolveSibling("issuer.json.new");
        Files.writeString(fresh, TestIssuer.keySet(issuers));
        Files.move(fresh, keys, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void p09UsersLogInWithTokensAndWhoMayNotIsToldSo() throws Exception {
        String subject = "by token " + UUID.randomUUID();
        JWTClaimsSet ended = TestIssuer.claims("alice@example.com", Instant.now()).expirationTime(Date.from(Instant.now().minusSeconds(3_600))).build();
        String alice = token(ISSUER, JWSAlgorithm.EdDSA, "alice@example.com");
        Program.Ended program = Program.run(Program.PATIENCE, List.of("python3", "-"), SMTPLIB.formatted(gatepost.submissionPort()) + """
                s = session()
                assert {'OAUTHBEARER', 'XOAUTH2'} <= set(s.esmtp_features['auth'].split()), s.esmtp_features
                assert said(s, 'OAUTHBEARER', bearer('%s'))[0] == 235
                s.sendmail('alice@example.com', ['out@remote.example'], 'From: alice@example.com\\r\\nSubject: %s\\r\\n\\r\\nhello')
                assert said(session(), 'XOAUTH2', 'user=robert@example.com\\1auth=Bearer %s\\1\\1')[0] == 235
                told = []
                for token in ('%s', '%s', '%s', '%s'):
                    assert said(session(), 'OAUTHBEARER', bearer(token), told) == (535, b'5.7.8 authentication failed'), told
                assert told == [b'{"status":"invalid_token"}'] * 4, told
                plain = smtplib.SMTP('127.0.0.1', %d)
                plain.ehlo()
                assert not plain.has_extn('auth')
                assert plain.docmd('AUTH', 'OAUTHBEARER')[0] in (530, 538)
                """.formatted(alice, subject, token(ISSUER, JWSAlgorithm.RS256, "robert@example.com"), token(ISSUER, JWSAlgorithm.ES256, "carol@example.com"),
                token(ISSUER, JWSAlgorithm.RS256, "dave@example.com"), ISSUER.sign(JWSAlgorithm.RS256, ended),
                token(new TestIssuer("first"), JWSAlgorithm.RS256, "alice@example.com"), gatepost.submissionPort()));
        assertEquals(0, program.status(), program.output());
        Eventually.get(subject, Duration.ofSeconds(20), () -> gatepost.mailContaining("remote", subject), list -> list.size() == 1);
        Eventually.get("reasons in the log", Duration.ofSeconds(10), () -> gatepost.logLines("authentication OAUTHBEARER: "), lines -> lines.size() >= 4);
        List<String> logins = gatepost.logLines("\"mechanism\":\"OAUTHBEARER\"");
        assertTrue(logins.stream().anyMatch(line -> line.contains("\"kind\":\"login\"") && line.contains("\"identity\":\"alice@example.com\"")), logins.toString());
        String log = Files.readString(gatepost.var().resolve("log/mail.jsonl"));
        assertTrue(log.contains("token: expired") && log.contains("token: not signed by the issuer") && log.contains("the user is inactive"), log);
        assertFalse(log.contains(alice) || Files.readString(gatepost.var().resolve("log/server.log")).contains(alice), "a token in a log");
    }

    @Test
    void aKeyThatCameLaterIsFoundWithoutARestart() throws Exception {
        publish(List.of(ISSUER, LATER));
        String token = token(LATER, JWSAlgorithm.ES256, "alice@example.com");
        Eventually.get("the new key", Duration.ofSeconds(40), () -> Program.run(Program.PATIENCE, List.of("python3", "-"),
                SMTPLIB.formatted(gatepost.submissionPort()) + "sys.exit(said(session(), 'OAUTHBEARER', bearer('" + token + "'))[0] == 235)\n").status(), status -> status == 1);
    }

    private static String token(TestIssuer issuer, JWSAlgorithm algorithm, String email) {
        return issuer.sign(algorithm, TestIssuer.claims(email, Instant.now()).build());
    }

    private static final String SMTPLIB = """
            import smtplib, ssl, sys
            c = ssl.create_default_context()
            c.check_hostname, c.verify_mode = False, ssl.CERT_NONE
            def session():
                s = smtplib.SMTP('127.0.0.1', %d)
                s.starttls(context=c)
                s.ehlo()
                return s
            def bearer(token):
                return 'n,,\\1auth=Bearer ' + token + '\\1\\1'
            def said(s, mechanism, first, told=[]):
                def answer(challenge=None):
                    if challenge is None:
                        return first
                    told.append(challenge)
                    return '\\1'
                try:
                    return s.auth(mechanism, answer)
                except smtplib.SMTPAuthenticationError as e:
                    return (e.smtp_code, e.smtp_error)
            """;
}
