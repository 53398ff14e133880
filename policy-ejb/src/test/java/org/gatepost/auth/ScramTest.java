package org.gatepost.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.gatepost.directory.AccountStatus;
import org.gatepost.directory.FakeDirectory;
import org.gatepost.directory.FakeLogins;
import org.gatepost.smtp.listener.AuthExchange;
import org.gatepost.smtp.protocol.SaslMessage;
import org.gatepost.smtp.protocol.TlsSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SCRAM-SHA-256 on the vectors of RFC 7677 section 3, and everything that can be wrong with a message of it. */
class ScramTest {

    /** What RFC 5803 keeps of the password {@code pencil} with the salt of the RFC's example. */
    private static final String PENCIL = "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";
    private static final String CLIENT_NONCE = "rOprNGfwEbeRWgbNEkqO";
    private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final byte[] CERTIFICATE = "hash of our certificate".getBytes(UTF_8);

    private final FakeLogins logins = logins();
    private final Authenticator authenticator = new Authenticator(logins, FakeDirectory.demo(), "example.com",
            new AuthThrottle(new AuthLimits(1_000_000, 1_000_000, AuthLimits.DEFAULT.window(), 10), Clock.systemUTC()), "secret".getBytes(UTF_8), () -> SERVER_NONCE);

    private static FakeLogins logins() {
        FakeLogins logins = FakeLogins.demo();
        logins.user("user", AccountStatus.ACTIVE, List.of(), Optional.empty(), List.of("{CRYPT}x", "SCRAM-SHA-1$4096:AAAA$AAAA:AAAA", PENCIL));
        logins.user("gone", AccountStatus.INACTIVE, List.of(), Optional.empty(), List.of(PENCIL));
        return logins;
    }

    private static AuthClient client(boolean binds) {
        TlsSession tls = new TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256", Optional.empty(), Optional.empty(),
                binds ? Optional.of(Base64.getEncoder().encodeToString(CERTIFICATE)) : Optional.empty());
        return new AuthClient("192.0.2.7", Optional.of(tls), binds ? List.of("SCRAM-SHA-256", "SCRAM-SHA-256-PLUS") : List.of("SCRAM-SHA-256"));
    }

    @Test
    void aNameAsLongAsALineCanBeIsNobodys() {
        AuthOutcome.Ask first = asked(say("SCRAM-SHA-256", "n,,n=" + "a".repeat(9_000) + ",r=" + CLIENT_NONCE, Optional.empty()));
        assertTrue(text(first).startsWith("r=" + CLIENT_NONCE), text(first));
        assertTrue(text(asked(say("SCRAM-SHA-256", "n,,n=" + "=2C".repeat(3_000) + ",r=" + CLIENT_NONCE, Optional.empty()))).startsWith("r="));
    }

    @Test
    void theExampleOfRfc7677GoesAsItStandsThere() {
        AuthOutcome.Ask first = asked(say("SCRAM-SHA-256", "n,,n=user,r=" + CLIENT_NONCE, Optional.empty()));
        assertEquals("r=" + CLIENT_NONCE + SERVER_NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", text(first));
        AuthOutcome.Ask last = asked(say("SCRAM-SHA-256", "c=biws,r=" + CLIENT_NONCE + SERVER_NONCE + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                Optional.of(first.exchange())));
        assertEquals("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", text(last));
        assertInstanceOf(AuthOutcome.Proven.class, say("SCRAM-SHA-256", "", Optional.of(last.exchange())));
        assertInstanceOf(AuthOutcome.Failed.class, say("SCRAM-SHA-256", "more", Optional.of(last.exchange())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c=biws,r=%n,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVA=", "c=eSws,r=%n,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
            "c=biws,r=%nx,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", "c=biws,r=rOprNGfwEbeRWgbNEkqO,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
            "c=biws,r=%n", "c=biws,r=%n,p=", "c=biws,r=%n,p=AAAA", "c=biws,r=%n,x=y,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", "", "x"})
    void whatIsNotTheProofOfThisExchangeFails(String message) {
        AuthOutcome.Ask first = asked(say("SCRAM-SHA-256", "n,,n=user,r=" + CLIENT_NONCE, Optional.empty()));
        AuthOutcome outcome = say("SCRAM-SHA-256", message.replace("%n", CLIENT_NONCE + SERVER_NONCE), Optional.of(first.exchange()));
        assertEquals(535, assertInstanceOf(AuthOutcome.Failed.class, outcome, message).reply().code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "n,,", "n,,n=user", "n,,n=,r=abc", "n,,n=us=er,r=abc", "n,,m=x,n=user,r=abc", "n,,r=abc,n=user", "p=tls-unique,,n=user,r=abc",
            "x,,n=user,r=abc", "n,,n=user,r=", "n,b=x,n=user,r=abc"})
    void whatIsNoFirstMessageFails(String message) {
        assertEquals(535, assertInstanceOf(AuthOutcome.Failed.class, say("SCRAM-SHA-256", message, Optional.empty()), message).reply().code());
    }

    @Test
    void withoutInitialResponseTheClientIsAskedForIt() {
        AuthOutcome.Ask empty = asked(authenticator.step(client(false), "SCRAM-SHA-256", Optional.empty(), Optional.empty()));
        assertTrue(empty.message().isEmpty());
        assertTrue(text(asked(say("SCRAM-SHA-256", "n,,n=user,r=abc", Optional.of(empty.exchange())))).startsWith("r=abc"));
    }

    @Test
    void aLoginIsBoundToTheCertificateTheClientSaw() throws Exception {
        assertTrue(proves(new ScramClient("p=tls-server-end-point,,", CERTIFICATE, "user", "abc", "pencil")));
        assertFalse(proves(new ScramClient("p=tls-server-end-point,,", "another".getBytes(UTF_8), "user", "abc", "pencil")));
        assertFalse(proves(new ScramClient("p=tls-server-end-point,,", new byte[0], "user", "abc", "pencil")));
    }

    private boolean proves(ScramClient scram) throws Exception {
        AuthOutcome.Ask first = asked(authenticator.step(client(true), Scram.PLUS, said(scram.first()), Optional.empty()));
        return authenticator.step(client(true), Scram.PLUS, said(scram.last(text(first))), Optional.of(first.exchange())) instanceof AuthOutcome.Ask;
    }

    @Test
    void aBindingBelongsToPlusAndToItAlone() {
        assertInstanceOf(AuthOutcome.Failed.class, authenticator.step(client(true), Scram.PLUS, said("n,,n=user,r=abc"), Optional.empty()));
        assertInstanceOf(AuthOutcome.Failed.class, authenticator.step(client(true), Scram.PLUS, said("y,,n=user,r=abc"), Optional.empty()));
        assertInstanceOf(AuthOutcome.Failed.class, authenticator.step(client(true), Scram.PLUS, said("p=tls-unique,,n=user,r=abc"), Optional.empty()));
        assertInstanceOf(AuthOutcome.Failed.class, authenticator.step(client(true), "SCRAM-SHA-256", said("p=tls-server-end-point,,n=user,r=abc"), Optional.empty()));
        assertInstanceOf(AuthOutcome.Failed.class, authenticator.step(client(false), Scram.PLUS, said("p=tls-server-end-point,,n=user,r=abc"), Optional.empty()));
    }

    @Test
    void whoCouldBindAndDoesNotKnowThatWeCanWasLiedTo() {
        assertInstanceOf(AuthOutcome.Failed.class, authenticator.step(client(true), "SCRAM-SHA-256", said("y,,n=user,r=abc"), Optional.empty()));
        assertInstanceOf(AuthOutcome.Ask.class, authenticator.step(client(false), "SCRAM-SHA-256", said("y,,n=user,r=abc"), Optional.empty()));
        assertInstanceOf(AuthOutcome.Ask.class, authenticator.step(client(true), "SCRAM-SHA-256", said("n,,n=user,r=abc"), Optional.empty()));
    }

    @Test
    void whoIsNotActiveIsToldNothingByUsEither() throws Exception {
        ScramClient scram = new ScramClient("n,,", new byte[0], "gone", "abc", "pencil");
        AuthOutcome.Ask first = asked(say("SCRAM-SHA-256", scram.first(), Optional.empty()));
        AuthOutcome outcome = say("SCRAM-SHA-256", scram.last(text(first)), Optional.of(first.exchange()));
        assertEquals("535 5.7.8 authentication failed", assertInstanceOf(AuthOutcome.Failed.class, outcome).reply().toString());
    }

    @Test
    void nobodyActsForAnother() throws Exception {
        ScramClient same = new ScramClient("n,a=user@example.com,", new byte[0], "user", "abc", "pencil");
        AuthOutcome.Ask first = asked(say("SCRAM-SHA-256", same.first(), Optional.empty()));
        assertInstanceOf(AuthOutcome.Ask.class, say("SCRAM-SHA-256", same.last(text(first)), Optional.of(first.exchange())));
        ScramClient other = new ScramClient("n,a=bob,", new byte[0], "user", "abc", "pencil");
        AuthOutcome.Ask begun = asked(say("SCRAM-SHA-256", other.first(), Optional.empty()));
        assertInstanceOf(AuthOutcome.Failed.class, say("SCRAM-SHA-256", other.last(text(begun)), Optional.of(begun.exchange())));
    }

    @Test
    void verifiersThatCannotBeUsedAreNone() {
        assertTrue(ScramVerifier.parse(PENCIL).isPresent());
        assertArrayEquals(Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="), ScramVerifier.parse(" " + PENCIL.replace("$", " $ ")).orElseThrow().salt());
        for (String value : List.of("", "SCRAM-SHA-256", PENCIL.replace("4096", "4095"), PENCIL.replace("4096", "1000001"), PENCIL.replace("SHA-256", "SHA-1"),
                PENCIL.replace("WG5d", "WG"), PENCIL.replace("wfPL", "===="), PENCIL + "x")) {
            assertTrue(ScramVerifier.parse(value).isEmpty(), value);
        }
        assertTrue(ScramVerifier.parse(PENCIL.replace("4096", "1000000")).isPresent());
    }

    @Test
    void noMessageMakesItThrow() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] words = {"n,", "y,", "p=", "tls-server-end-point,", ",", "n=", "user", "r=", "a=", "=2C", "=3D", "=", "c=", "biws", "p=", "AAAA", "m=", "\0", "\u00fc", "%"};
        for (int round = 0; round < 5_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                text.append(words[random.nextInt(words.length)]);
            }
            List<AuthExchange> exchanges = new ArrayList<>();
            exchanges.add(asked(say("SCRAM-SHA-256", "n,,n=user,r=abc", Optional.empty())).exchange());
            AuthOutcome first = say("SCRAM-SHA-256", text.toString(), Optional.empty());
            AuthOutcome last = say("SCRAM-SHA-256", text.toString(), Optional.of(exchanges.getFirst()));
            assertFalse(first instanceof AuthOutcome.Proven || last instanceof AuthOutcome.Proven, "seed " + seed);
        }
    }

    private AuthOutcome say(String mechanism, String text, Optional<AuthExchange> exchange) {
        return authenticator.step(client(false), mechanism, said(text), exchange);
    }

    private static Optional<SaslMessage> said(String text) {
        return Optional.of(SaslMessage.of(text));
    }

    private static AuthOutcome.Ask asked(AuthOutcome outcome) {
        return assertInstanceOf(AuthOutcome.Ask.class, outcome, outcome.toString());
    }

    private static String text(AuthOutcome.Ask ask) {
        return new String(ask.message().octets(), UTF_8);
    }
}
