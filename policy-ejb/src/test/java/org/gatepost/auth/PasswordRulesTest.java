package org.gatepost.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.gatepost.directory.AccountStatus;
import org.gatepost.directory.FakeDirectory;
import org.gatepost.directory.FakeLogins;
import org.gatepost.smtp.protocol.ClientCertificate;
import org.gatepost.smtp.protocol.SaslMessage;
import org.gatepost.smtp.protocol.TlsSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an attempt costs, who is slowed down, and that nobody can tell a wrong name from a wrong password. */
class PasswordRulesTest {

    private static final AuthLimits LIMITS = new AuthLimits(3, 5, Duration.ofMinutes(5), 100);
    private static final String WRONG = "535 5.7.8 authentication failed";
    private static final String SLOWED = "454 4.7.0 too many failures, please try again later";

    private final FakeLogins logins = FakeLogins.demo();
    private final FakeDirectory directory = FakeDirectory.demo();
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final InstantSource clock = () -> now;
    private final AuthThrottle throttle = new AuthThrottle(LIMITS, clock);
    private final Authenticator authenticator = new Authenticator(logins, directory, "example.com", throttle, "secret".getBytes(UTF_8));

    @ParameterizedTest
    @CsvSource({"alice", "carol", "dave", "nobody", "nobody@example.com"})
    void everyFailureCostsOneBind(String name) {
        assertEquals(WRONG, tried("192.0.2.1", name, "wrong"));
        assertEquals(1, logins.binds().size());
    }

    @Test
    void anEmptyPasswordIsRefusedBeforeAnyBind() {
        assertEquals(WRONG, tried("192.0.2.1", "alice", ""));
        assertEquals(List.of(), logins.binds());
    }

    @Test
    void aUsersFailuresAreStoppedBeforeTheDirectoryCountsThem() {
        for (int i = 0; i < LIMITS.userFailuresMax(); i++) {
            assertEquals(WRONG, tried("192.0.2." + i, i == 0 ? "bob" : "robert@example.com", "wrong"));
        }
        assertEquals(SLOWED, tried("192.0.2.9", "bob", "bob"));
        assertEquals(LIMITS.userFailuresMax(), logins.binds().size());
        assertEquals("alice@example.com", tried("192.0.2.9", "alice", "alice"));
        now = now.plus(LIMITS.window()).plusSeconds(1);
        assertEquals("bob@example.com", tried("192.0.2.9", "bob", "bob"));
    }

    @Test
    void whoDoesNotExistIsSlowedDownAlike() {
        for (int i = 0; i < LIMITS.userFailuresMax(); i++) {
            assertEquals(WRONG, tried("192.0.2." + i, "nobody", "wrong"));
        }
        assertEquals(SLOWED, tried("192.0.2.9", "NOBODY", "wrong"));
    }

    @Test
    void anAddressIsSlowedDownWhomeverItTries() {
        for (int i = 0; i < LIMITS.addressFailuresMax(); i++) {
            assertEquals(WRONG, tried("192.0.2.1", "user" + i, "wrong"));
        }
        assertEquals(SLOWED, tried("192.0.2.1", "alice", "alice"));
        assertEquals("alice@example.com", tried("192.0.2.2", "alice", "alice"));
    }

    @Test
    void theRightPasswordForgetsTheUsersFailuresAndNotTheAddresss() {
        for (int round = 0; round < 2; round++) {
            assertEquals(WRONG, tried("192.0.2.1", "alice", "wrong"));
            assertEquals(WRONG, tried("192.0.2.1", "alice", "wrong"));
            assertEquals("alice@example.com", tried("192.0.2.1", "alice", "alice"));
        }
        assertEquals(WRONG, tried("192.0.2.1", "bob", "wrong"));
        assertEquals(SLOWED, tried("192.0.2.1", "bob", "bob"));
    }

    @Test
    void theRightPasswordOfWhoMayNotLogInIsAFailureLikeAnother() {
        for (int i = 0; i < LIMITS.userFailuresMax(); i++) {
            assertEquals(WRONG, tried("192.0.2." + i, "carol", "carol"));
        }
        assertEquals(SLOWED, tried("192.0.2.9", "carol", "carol"));
    }

    @Test
    void aDirectoryThatCannotBeAskedIsNobodysFailure() {
        logins.fail("no answer");
        for (int i = 0; i < 10; i++) {
            assertEquals("454 4.7.0 cannot authenticate you now, please try again later", tried("192.0.2.1", "alice", "alice"));
        }
        FakeDirectory down = FakeDirectory.demo();
        down.fail("no answer");
        Authenticator without = new Authenticator(FakeLogins.demo(), down, "example.com", throttle, "secret".getBytes(UTF_8));
        assertEquals(454, assertInstanceOf(AuthOutcome.Failed.class, without.step(client("192.0.2.1"), "PLAIN", message("alice", "alice"), Optional.empty())).reply().code());
    }

    @Test
    void whoseServicesHaveNoSmtpGetsTheSameAsAWrongPassword() {
        logins.user("peter", AccountStatus.ACTIVE, List.of("+imap,pop3:ALL"), Optional.empty(), List.of());
        logins.user("smith", AccountStatus.ACTIVE, List.of("+imap,smtp:*"), Optional.empty(), List.of());
        assertEquals(WRONG, tried("192.0.2.1", "peter", "peter"));
        assertEquals("smith@example.com", tried("192.0.2.1", "smith", "smith"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"'';true", "+smtp:*;true", "+imap:*;false", "-smtp:*;false", "-imap:*;true", "+smtp:192.0.2.7;true", "+smtp:192.0.2.8;false",
            "+smtp:192.0.2.;true", "+all:*$-smtp:192.0.2.7;false", "+ALL:ALL;true", "smtp;true", "+smtps:*;false", "-imap:*$+smtp:*;true", "+;false"})
    void servicesAreReadAsTheirFiltersSay(String value, boolean allowed) {
        assertEquals(allowed, ServiceAccess.allowsSmtp(value.isEmpty() ? List.of() : List.of(value), "192.0.2.7"));
    }

    @Test
    void aCertificateVouchesForItsOwnAddressesOnly() {
        assertEquals("bob@example.com", external(new ClientCertificate("CN=Bob", List.of("x@remote.example", "robert@example.com"), true), "robert@example.com"));
        assertEquals("alice@example.com", external(new ClientCertificate("CN=Alice", List.of("alice@example.com"), true), ""));
        assertEquals(WRONG, external(new ClientCertificate("CN=Alice", List.of("alice@example.com"), true), "bob@example.com"));
        assertEquals(WRONG, external(new ClientCertificate("CN=Alice", List.of("alice@example.com"), false), ""));
        assertEquals(WRONG, external(new ClientCertificate("CN=Carol", List.of("carol@example.com"), true), ""));
        assertEquals(WRONG, external(new ClientCertificate("CN=Nobody", List.of(), true), ""));
    }

    private String external(ClientCertificate certificate, String authzid) {
        AuthClient client = new AuthClient("192.0.2." + logins.binds().size(), Optional.of(new TlsSession("TLSv1.3", "x", Optional.of(certificate), Optional.empty(),
                Optional.empty())), List.of("EXTERNAL"));
        AuthOutcome outcome = new Authenticator(logins, directory, "example.com", new AuthThrottle(LIMITS, clock), new byte[1])
                .step(client, "EXTERNAL", Optional.of(SaslMessage.of(authzid)), Optional.empty());
        return shown(outcome);
    }

    @Test
    void theMemoryOfFailuresIsBounded() {
        for (int i = 0; i < 100 * LIMITS.rememberedMax(); i++) {
            assertTrue(throttle.begins("user" + i, "address" + i));
        }
        assertTrue(throttle.remembered() <= LIMITS.rememberedMax(), throttle.remembered() + " remembered");
        assertFalse(throttle.remembered() == 0);
    }

    @Test
    void reasonsShowNoPassword() {
        AuthOutcome outcome = authenticator.step(client("192.0.2.1"), "PLAIN", message("s3cret pass, typed too early", "s3cret!"), Optional.empty());
        assertFalse(outcome.toString().contains("s3cret"), outcome.toString());
    }

    private String tried(String address, String name, String password) {
        return shown(authenticator.step(client(address), "PLAIN", message(name, password), Optional.empty()));
    }

    private static String shown(AuthOutcome outcome) {
        return outcome instanceof AuthOutcome.Proven proven ? proven.user().mail().address() : assertInstanceOf(AuthOutcome.Failed.class, outcome).reply().toString();
    }

    private static AuthClient client(String address) {
        return new AuthClient(address, Optional.empty(), List.of("PLAIN"));
    }

    private static Optional<SaslMessage> message(String name, String password) {
        return Optional.of(SaslMessage.of("\0" + name + "\0" + password));
    }
}
