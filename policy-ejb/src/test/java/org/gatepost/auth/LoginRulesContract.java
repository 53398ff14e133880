package org.gatepost.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

import org.gatepost.directory.Directory;
import org.gatepost.directory.LoginUser;
import org.gatepost.directory.Logins;
import org.gatepost.smtp.protocol.SaslMessage;
import org.gatepost.smtp.protocol.TlsSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who of the contract's demo users may log in, over every {@link Logins}: the fake that core's tests use, and LDAP. */
public abstract class LoginRulesContract {

    private static final AuthClient CLIENT = new AuthClient("192.0.2.7", Optional.of(new TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256")),
            List.of("PLAIN", "LOGIN", "SCRAM-SHA-256"));
    private static final Clock CLOCK = Clock.systemUTC();

    protected abstract Logins logins();

    protected abstract Directory directory();

    /** Logins that cannot be asked. */
    protected abstract Logins broken();

    private Authenticator authenticator(Logins logins) {
        return new Authenticator(logins, directory(), "example.com", new AuthThrottle(AuthLimits.DEFAULT, CLOCK), "secret".getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"alice,alice,alice", "ALICE,alice,alice", "alice@example.com,alice,alice", "alice@EXAMPLE.COM,alice,alice", "robert@example.com,bob,bob",
            "robert,bob,bob", "bob,bob,bob", "erin,erin,erin", "frank,frank,frank", "mallory,mallory,mallory"})
    void p09WhoIsActiveLogsInByUidOrAnyAddressAndIsKnownByItsPrimaryOne(String name, String password, String uid) {
        assertEquals(uid + "@example.com", proven(plain(authenticator(logins()), name, password)).mail().address());
        Authenticator again = authenticator(logins());
        AuthOutcome.Ask first = assertInstanceOf(AuthOutcome.Ask.class, again.step(CLIENT, "LOGIN", Optional.empty(), Optional.empty()));
        AuthOutcome.Ask second = assertInstanceOf(AuthOutcome.Ask.class, again.step(CLIENT, "LOGIN", said(name), Optional.of(first.exchange())));
        assertEquals(uid + "@example.com", proven(again.step(CLIENT, "LOGIN", said(password), Optional.of(second.exchange()))).mail().address());
    }

    @ParameterizedTest
    @CsvSource({"alice,wrong", "alice,Alice", "carol,carol", "dave,dave", "ivan,ivan", "nobody,nobody", "carol@example.com,wrong", "alice@inactive.example,alice",
            "alice@disabled.example,alice", "alice@deleted.example,alice", "alice@remote.example,alice", "team,team", "admin,admin", "*,alice", "al*,alice",
            "alice)(uid=*,alice", "sam,sam"})
    void p09WhoeverMayNotGetsTheSameAsAWrongPassword(String name, String password) {
        assertEquals("535 5.7.8 authentication failed", failed(plain(authenticator(logins()), name, password)));
    }

    @Test
    void anEmptyPasswordProvesNothing() {
        assertEquals("535 5.7.8 authentication failed", failed(plain(authenticator(logins()), "alice", "")));
        assertEquals("535 5.7.8 authentication failed", failed(plain(authenticator(logins()), "", "alice")));
        assertEquals("535 5.7.8 authentication failed", failed(plain(authenticator(logins()), "alice", "a".repeat(Accounts.WORD_OCTETS_MAX + 1))));
    }

    @Test
    void nobodyActsForAnother() {
        Authenticator authenticator = authenticator(logins());
        assertEquals("alice@example.com", proven(authenticator.step(CLIENT, "PLAIN", said("alice@example.com\0alice\0alice"), Optional.empty())).mail().address());
        assertEquals("535 5.7.8 authentication failed", failed(authenticator.step(CLIENT, "PLAIN", said("bob\0alice\0alice"), Optional.empty())));
    }

    @Test
    void whatIsNoPlainMessageIsAFailure() {
        for (String message : List.of("", "alice", "\0alice", "\0alice\0alice\0alice", "a\0b\0c\0")) {
            assertEquals("535 5.7.8 authentication failed", failed(authenticator(logins()).step(CLIENT, "PLAIN", said(message), Optional.empty())), message);
        }
    }

    @Test
    void p09WhoHasAVerifierProvesItselfByScram() throws Exception {
        AuthOutcome.Ask server = scram("alice", "alice");
        assertTrue(text(server).startsWith("v="), text(server));
        Authenticator authenticator = authenticator(logins());
        assertEquals("alice@example.com", proven(authenticator.step(CLIENT, "SCRAM-SHA-256", Optional.of(SaslMessage.EMPTY), Optional.of(server.exchange()))).mail().address());
    }

    @ParameterizedTest
    @CsvSource({"alice,wrong", "bob,bob", "nobody,nobody", "carol,carol", "alice@remote.example,alice"})
    void scramTellsNobodyWhoExistsOrHasAVerifier(String name, String password) throws Exception {
        Authenticator authenticator = authenticator(logins());
        ScramClient client = new ScramClient("n,,", new byte[0], name, "abc", password);
        AuthOutcome.Ask first = assertInstanceOf(AuthOutcome.Ask.class, authenticator.step(CLIENT, "SCRAM-SHA-256", said(client.first()), Optional.empty()));
        AuthOutcome.Ask again = assertInstanceOf(AuthOutcome.Ask.class, authenticator.step(CLIENT, "SCRAM-SHA-256", said(client.first()), Optional.empty()));
        assertEquals(text(first).split(",")[1], text(again).split(",")[1], "the same salt at each time");
        assertTrue(text(first).endsWith(",i=4096"), text(first));
        assertEquals("535 5.7.8 authentication failed",
                failed(authenticator.step(CLIENT, "SCRAM-SHA-256", said(client.last(text(first))), Optional.of(first.exchange()))));
    }

    @Test
    void whatCannotBeAskedIsNeverAWrongPassword() {
        assertEquals(454, assertInstanceOf(AuthOutcome.Failed.class, plain(authenticator(broken()), "alice", "alice")).reply().code());
        assertEquals(454, assertInstanceOf(AuthOutcome.Failed.class, plain(authenticator(broken()), "nobody", "nobody")).reply().code());
        ScramClient client = new ScramClient("n,,", new byte[0], "alice", "abc", "alice");
        AuthOutcome scram = authenticator(broken()).step(CLIENT, "SCRAM-SHA-256", said(client.first()), Optional.empty());
        assertEquals(454, assertInstanceOf(AuthOutcome.Failed.class, scram).reply().code());
    }

    @Test
    void aUsersOwnChannelIsKnown() {
        assertEquals(Optional.of("tcp_limited"), proven(plain(authenticator(logins()), "mallory", "mallory")).submitChannel());
        assertEquals(Optional.empty(), proven(plain(authenticator(logins()), "alice", "alice")).submitChannel());
    }

    private AuthOutcome.Ask scram(String name, String password) throws Exception {
        Authenticator authenticator = authenticator(logins());
        ScramClient client = new ScramClient("n,,", new byte[0], name, "abc", password);
        AuthOutcome.Ask first = assertInstanceOf(AuthOutcome.Ask.class, authenticator.step(CLIENT, "SCRAM-SHA-256", said(client.first()), Optional.empty()));
        return assertInstanceOf(AuthOutcome.Ask.class,
                authenticator.step(CLIENT, "SCRAM-SHA-256", said(client.last(text(first))), Optional.of(first.exchange())));
    }

    private static AuthOutcome plain(Authenticator authenticator, String name, String password) {
        return authenticator.step(CLIENT, "PLAIN", said("\0" + name + "\0" + password), Optional.empty());
    }

    private static Optional<SaslMessage> said(String text) {
        return Optional.of(SaslMessage.of(text));
    }

    private static String text(AuthOutcome.Ask ask) {
        return new String(ask.message().octets(), UTF_8);
    }

    private static LoginUser proven(AuthOutcome outcome) {
        return assertInstanceOf(AuthOutcome.Proven.class, outcome, outcome.toString()).user();
    }

    private static String failed(AuthOutcome outcome) {
        return assertInstanceOf(AuthOutcome.Failed.class, outcome, outcome.toString()).reply().toString();
    }
}
