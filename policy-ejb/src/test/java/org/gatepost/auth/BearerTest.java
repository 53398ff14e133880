package org.gatepost.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.gatepost.auth.BearerTokens.Verdict;
import org.gatepost.directory.FakeDirectory;
import org.gatepost.directory.FakeLogins;
import org.gatepost.smtp.protocol.SaslMessage;
import org.gatepost.smtp.protocol.TlsSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OAUTHBEARER and XOAUTH2: here a token is the name of its user, unless it is {@code bad} or {@code away}. */
class BearerTest {

    private static final String WRONG = "535 5.7.8 authentication failed";
    private static final AuthLimits LIMITS = new AuthLimits(3, 5, Duration.ofMinutes(5), 100);

    private final FakeLogins logins = FakeLogins.demo();
    private final Authenticator authenticator = Authenticator.withTokens(logins, FakeDirectory.demo(), "example.com", new AuthThrottle(LIMITS, () -> Instant.EPOCH),
            "secret".getBytes(UTF_8), token -> switch (token) {
                case "bad" -> new Verdict.Invalid("expired");
                case "away" -> new Verdict.Unavailable("keys of the issuer: connection refused");
                default -> new Verdict.Names(token.replace('/', '@'));
            });

    @ParameterizedTest
    @CsvSource({"alice/example.com,alice", "alice,alice", "robert/example.com,bob", "erin,erin", "frank/example.com,frank"})
    void p09ATokensUserIsKnownByItsPrimaryAddress(String token, String uid) {
        assertEquals(uid + "@example.com", last("OAUTHBEARER", "n,,^host=mx.example^port=587^auth=Bearer " + token + "^^"));
        assertEquals(uid + "@example.com", last("OAUTHBEARER", "y,a=" + uid + "@example.com,^auth=bearer  " + token + "^^"));
        assertEquals(uid + "@example.com", last("XOAUTH2", "user=" + uid + "@example.com^auth=Bearer " + token + "^^"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bad", "carol", "dave/example.com", "ivan", "nobody", "alice/inactive.example", "alice/remote.example"})
    void p09WhoIsNotLetInGetsTheChallengeOfTheRfcAndThenTheSameAsAWrongPassword(String token) {
        AuthOutcome.Ask asked = assertInstanceOf(AuthOutcome.Ask.class, step("OAUTHBEARER", "n,,^auth=Bearer " + token + "^^", Optional.empty()));
        assertEquals("{\"status\":\"invalid_token\"}", new String(asked.message().octets(), UTF_8));
        assertEquals(WRONG, said(step("OAUTHBEARER", "^", Optional.of(asked))));
        AuthOutcome.Ask older = assertInstanceOf(AuthOutcome.Ask.class, step("XOAUTH2", "user=x^auth=Bearer " + token + "^^", Optional.empty()));
        assertEquals("{\"status\":\"401\",\"schemes\":\"bearer\"}", new String(older.message().octets(), UTF_8));
        assertEquals(WRONG, said(step("XOAUTH2", "", Optional.of(older))));
    }

    /** Whatever is said to the challenge, a better token too, it is over. */
    @Test
    void aSecondTokenIsNotLookedAt() {
        AuthOutcome asked = step("OAUTHBEARER", "n,,^auth=Bearer bad^^", Optional.empty());
        assertEquals(WRONG, said(step("OAUTHBEARER", "n,,^auth=Bearer alice^^", Optional.of((AuthOutcome.Ask) asked))));
    }

    @Test
    void nobodyActsForAnother() {
        assertEquals(WRONG, last("OAUTHBEARER", "n,a=bob@example.com,^auth=Bearer alice^^"));
        assertEquals(WRONG, last("XOAUTH2", "user=bob@example.com^auth=Bearer alice^^"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "^", "^^", "n,,^^", "n,,^auth=Bearer alice^", "n,,^auth=Bearer alice", "n,,auth=Bearer alice^^", "n,,^auth=Bearer^^", "n,,^auth=Bearer a b^^",
            "n,,^auth=Basic alice^^", "n,,^auth=Bearer alice^auth=Bearer bob^^", "p=tls-unique,,^auth=Bearer alice^^", "m=x,n,,^auth=Bearer alice^^", "n,a=,^auth=Bearer alice^^",
            "n,a=a=3,^auth=Bearer alice^^", "n,,^=x^auth=Bearer alice^^", "n,,^1=x^auth=Bearer alice^^", "n,,^auth=Bearer alice^^^", "n,,^auth=Bearer alice^^x",
            "user=alice^auth=Bearer alice^^"})
    void whatIsNoMessageIsAFailureAndSaysSo(String text) {
        AuthOutcome.Ask asked = assertInstanceOf(AuthOutcome.Ask.class, step("OAUTHBEARER", text, Optional.empty()));
        assertEquals("{\"status\":\"invalid_request\"}", new String(asked.message().octets(), UTF_8));
        assertEquals(WRONG, said(step("OAUTHBEARER", "^", Optional.of(asked))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "n,,^auth=Bearer alice^^", "user=^auth=Bearer alice^^", "auth=Bearer alice^^", "user=alice^^", "user=alice^user=bob^auth=Bearer alice^^"})
    void theOlderOneNamesItsUser(String text) {
        assertEquals(WRONG, last("XOAUTH2", text));
    }

    @Test
    void aLongTokenAndManyPairsAreWrong() {
        assertEquals("{\"status\":\"invalid_token\"}", challenge("n,,^auth=Bearer " + "a".repeat(Bearer.TOKEN_OCTETS_MAX) + "^^"));
        assertEquals("{\"status\":\"invalid_request\"}", challenge("n,,^auth=Bearer " + "a".repeat(Bearer.TOKEN_OCTETS_MAX + 1) + "^^"));
        assertEquals("alice@example.com", last("OAUTHBEARER", "n,,^" + pairs(Bearer.PAIRS_MAX - 1) + "auth=Bearer alice^^"));
        assertEquals("{\"status\":\"invalid_request\"}", challenge("n,,^" + pairs(Bearer.PAIRS_MAX) + "auth=Bearer alice^^"));
    }

    @Test
    void anIssuerWhoCannotBeAskedIsNobodysFailure() {
        for (int i = 0; i < 10; i++) {
            assertEquals("454 4.7.0 cannot authenticate you now, please try again later", last("OAUTHBEARER", "n,,^auth=Bearer away^^"));
        }
        logins.fail("no answer");
        assertEquals("454 4.7.0 cannot authenticate you now, please try again later", last("OAUTHBEARER", "n,,^auth=Bearer alice^^"));
    }

    @Test
    void forgedTokensSlowDownTheAddressAndNotTheUserTheyName() {
        for (int i = 0; i < LIMITS.userFailuresMax(); i++) {
            assertEquals(WRONG, last("XOAUTH2", "user=alice@example.com^auth=Bearer bad^^"));
        }
        assertEquals("454 4.7.0 too many failures, please try again later", last("XOAUTH2", "user=alice@example.com^auth=Bearer bad^^"));
        assertEquals("alice@example.com", last("XOAUTH2", "user=alice@example.com^auth=Bearer alice^^"));
        for (int i = LIMITS.userFailuresMax(); i < LIMITS.addressFailuresMax(); i++) {
            assertEquals(WRONG, last("OAUTHBEARER", "n,a=x" + i + ",^auth=Bearer bad^^"));
        }
        assertEquals("454 4.7.0 too many failures, please try again later", last("OAUTHBEARER", "n,,^auth=Bearer alice^^"));
    }

    @Test
    void anEmptyFirstMessageIsAskedFor() {
        AuthOutcome.Ask asked = assertInstanceOf(AuthOutcome.Ask.class, authenticator.step(client(), "OAUTHBEARER", Optional.empty(), Optional.empty()));
        assertEquals(SaslMessage.EMPTY, asked.message());
        assertEquals("alice@example.com", said(step("OAUTHBEARER", "n,,^auth=Bearer alice^^", Optional.of(asked))));
    }

    @Test
    void aReasonNeverHoldsTheToken() {
        AuthOutcome asked = step("OAUTHBEARER", "n,a=x,^auth=Bearer bad^^", Optional.empty());
        AuthOutcome.Failed failed = assertInstanceOf(AuthOutcome.Failed.class, step("OAUTHBEARER", "^", Optional.of((AuthOutcome.Ask) asked)));
        assertEquals("x: token: expired", failed.reason());
        assertFalse(asked.toString().contains("bad"), asked.toString());
    }

    private String challenge(String text) {
        return new String(assertInstanceOf(AuthOutcome.Ask.class, step("OAUTHBEARER", text, Optional.empty())).message().octets(), UTF_8);
    }

    private static String pairs(int count) {
        StringBuilder pairs = new StringBuilder();
        for (int i = 0; i < count; i++) {
            pairs.append((char) ('a' + i)).append("x=y^");
        }
        return pairs.toString();
    }

    /** What it ends in, whatever has to be said between. */
    private String last(String mechanism, String text) {
        AuthOutcome outcome = step(mechanism, text, Optional.empty());
        return said(outcome instanceof AuthOutcome.Ask asked ? step(mechanism, "^", Optional.of(asked)) : outcome);
    }

    private AuthOutcome step(String mechanism, String text, Optional<AuthOutcome.Ask> before) {
        return authenticator.step(client(), mechanism, Optional.of(SaslMessage.of(text.replace('^', '\u0001'))), before.map(AuthOutcome.Ask::exchange));
    }

    private static String said(AuthOutcome outcome) {
        return outcome instanceof AuthOutcome.Proven proven ? proven.user().mail().address() : assertInstanceOf(AuthOutcome.Failed.class, outcome).reply().toString();
    }

    private static AuthClient client() {
        return new AuthClient("192.0.2.7", Optional.of(new TlsSession("TLSv1.3", "x")), List.of("OAUTHBEARER", "XOAUTH2"));
    }
}
