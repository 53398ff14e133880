package org.gatepost.auth;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.gatepost.adapter.jose.JoseTokens;
import org.gatepost.adapter.jose.TokenTerms;
import org.gatepost.directory.FakeDirectory;
import org.gatepost.directory.FakeLogins;
import org.gatepost.smtp.listener.AuthExchange;
import org.gatepost.smtp.protocol.SaslMessage;
import org.gatepost.smtp.protocol.TlsSession;
import org.gatepost.trace.Alarms;

/** What reads the messages of every mechanism, given anything. Its seeds are the files under {@code SaslFuzzTestInputs}. */
class SaslFuzzTest {

    private static final List<String> MECHANISMS = List.of("PLAIN", "LOGIN", "EXTERNAL", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS", "OAUTHBEARER", "XOAUTH2");
    private static final JoseTokens TOKENS = new JoseTokens(new TokenTerms("https://login.example", "gatepost", TokenTerms.EMAIL), () -> "{\"keys\":[]}", new Alarms() {
        @Override
        public void raise(String key, String text) {
            throw new AssertionError(text);
        }

        @Override
        public void clear(String key) {
            // None stands.
        }
    }, Clock.systemUTC(), () -> Instant.EPOCH);
    private static final Authenticator AUTHENTICATOR = Authenticator.withTokens(FakeLogins.demo(), FakeDirectory.demo(), "example.com",
            new AuthThrottle(new AuthLimits(Integer.MAX_VALUE - 1, Integer.MAX_VALUE - 1, AuthLimits.DEFAULT.window(), 100), () -> Instant.EPOCH),
            "secret".getBytes(StandardCharsets.UTF_8), TOKENS);
    private static final AuthClient CLIENT = new AuthClient("192.0.2.7",
            Optional.of(new TlsSession("TLSv1.3", "x", Optional.empty(), Optional.empty(), Optional.of("AAAA"))), MECHANISMS);

    /** The first octet says which mechanism, the first LF ends its first message; nobody gets in who does not know a password. */
    @FuzzTest
    void exchange(byte[] octets) {
        String mechanism = MECHANISMS.get(octets.length == 0 ? 0 : (octets[0] & 255) % MECHANISMS.size());
        byte[] said = octets.length == 0 ? octets : Arrays.copyOfRange(octets, 1, octets.length);
        int cut = new String(said, StandardCharsets.ISO_8859_1).indexOf('\n');
        AuthOutcome outcome = step(mechanism, cut < 0 ? said : Arrays.copyOf(said, cut), Optional.empty());
        if (outcome instanceof AuthOutcome.Ask asked) {
            assertFalse(asked.message().toString().isEmpty());
            outcome = step(mechanism, Arrays.copyOfRange(said, cut < 0 ? said.length : cut + 1, said.length), Optional.of(asked.exchange()));
        }
        if (outcome instanceof AuthOutcome.Proven proven) {
            String uid = proven.user().mail().localPart();
            assertTrue(List.of("PLAIN", "LOGIN").contains(mechanism) && new String(said, StandardCharsets.ISO_8859_1).contains(uid), mechanism);
        } else if (outcome instanceof AuthOutcome.Failed failed) {
            assertInstanceOf(String.class, failed.reason());
            assertTrue(failed.reply().code() == 535 || failed.reply().code() == 454, failed.reply().toString());
        }
    }

    private static AuthOutcome step(String mechanism, byte[] message, Optional<AuthExchange> exchange) {
        return AUTHENTICATOR.step(CLIENT, mechanism, Optional.of(SaslMessage.of(message)), exchange);
    }

    /** Text that pretends to be a token is a verdict, never an exception. */
    @FuzzTest
    void token(byte[] octets) {
        assertFalse(TOKENS.judge(new String(octets, StandardCharsets.ISO_8859_1)) instanceof BearerTokens.Verdict.Names);
    }
}
