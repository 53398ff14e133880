package org.gatepost.adapter.jose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;

import org.gatepost.auth.BearerTokens.Verdict;
import org.gatepost.trace.Alarms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens are believed, and when the issuer is asked for its keys. */
class JoseTokensTest {

    private static final TestIssuer ISSUER = new TestIssuer("a");
    private static final TestIssuer LATER = new TestIssuer("b");
    private static final Instant BEGIN = Instant.parse("2026-11-23T12:00:00Z");
    private static final Verdict ALICE = new Verdict.Names("alice@example.com");

    private final List<String> raised = new ArrayList<>();
    private Instant now = BEGIN;
    private String published = ISSUER.keySet();
    private boolean reachable = true;
    private int fetches;
    private final JoseTokens tokens = judge(new TokenTerms(TestIssuer.ISSUER, TestIssuer.AUDIENCE, TokenTerms.EMAIL));

    private JoseTokens judge(TokenTerms terms) {
        return new JoseTokens(terms, this::fetch, new Alarms() {
            @Override
            public void raise(String key, String text) {
                raised.add(key);
            }

            @Override
            public void clear(String key) {
                raised.remove(key);
            }
        }, new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        }, () -> now);
    }

    private String fetch() throws IOException {
        fetches++;
        if (!reachable) {
            throw new IOException("connection refused");
        }
        return published;
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "EdDSA"})
    void aSignedTokenNamesItsUser(String algorithm) {
        assertEquals(ALICE, tokens.judge(ISSUER.sign(JWSAlgorithm.parse(algorithm), alice())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "EdDSA"})
    void aSignatureOfAnotherOrOfOtherWordsIsNone(String algorithm) {
        String token = ISSUER.sign(JWSAlgorithm.parse(algorithm), alice());
        String[] parts = token.split("\\.");
        String[] other = ISSUER.sign(JWSAlgorithm.parse(algorithm), claims(c -> c.claim("email", "bob@example.com"))).split("\\.");
        assertInvalid("not signed by the issuer", parts[0] + "." + other[1] + "." + parts[2]);
        String[] forged = new TestIssuer("a").sign(JWSAlgorithm.parse(algorithm), alice()).split("\\.");
        assertInvalid("not signed by the issuer", forged[0] + "." + forged[1] + "." + forged[2]);
        assertInvalid("not a signed JWT", parts[0] + "." + parts[1] + ".");
    }

    @Test
    void nothingUnsignedAndNoSharedSecretIsBelieved() {
        assertInvalid("not a signed JWT", TestIssuer.unsigned(alice()));
        assertInvalid("an algorithm that is not taken", ISSUER.signWithThePublicKeyAsASecret(alice()));
        published = "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"a-rsa\",\"k\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}]}";
        assertInvalid("an algorithm that is not taken", ISSUER.signWithThePublicKeyAsASecret(alice()));
        assertInvalid("the issuer has no such key", ISSUER.sign(JWSAlgorithm.RS256, alice()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "a.b.c", "e30.e30.e30", "eyJhbGciOiJSUzI1NiJ9..", "eyJhbGciOiJSUzI1NiJ9.e30", "\0", "alice", "eyJhbGciOiJFUzI1NiJ9.e30.AAAA.AAAA"})
    void whatIsNoTokenIsNone(String text) {
        assertTrue(tokens.judge(text) instanceof Verdict.Invalid, text);
        assertEquals(0, fetches);
    }

    @Test
    void aTokenIsForUsFromThisIssuerAndNow() {
        assertInvalid("another issuer's", claims(c -> c.issuer(TestIssuer.ISSUER + "/")));
        assertInvalid("another issuer's", claims(c -> c.issuer(null)));
        assertInvalid("for another audience", claims(c -> c.audience("other")));
        assertInvalid("for another audience", claims(c -> c.audience((String) null)));
        assertInvalid("without an end", claims(c -> c.expirationTime(null)));
        assertInvalid("no claim email", claims(c -> c.claim("email", null)));
        assertInvalid("no claim email", claims(c -> c.claim("email", " ")));
        assertInvalid("claims of another form", claims(c -> c.claim("email", List.of("alice@example.com"))));
        assertInvalid("the address is not verified", claims(c -> c.claim("email_verified", false)));
        assertEquals(ALICE, tokens.judge(ISSUER.sign(JWSAlgorithm.RS256, claims(c -> c.claim("email_verified", true)))));
        assertEquals(new Verdict.Names("alice"), judge(new TokenTerms(TestIssuer.ISSUER, TestIssuer.AUDIENCE, "preferred_username"))
                .judge(ISSUER.sign(JWSAlgorithm.RS256, claims(c -> c.claim("preferred_username", "alice").claim("email_verified", false)))));
    }

    /** One over each way: the clocks may differ by a minute. */
    @ParameterizedTest
    @CsvSource({"59,true", "60,false", "3600,false"})
    void p09AnEndedTokenIsOneAfterTheSkew(int seconds, boolean good) {
        JWTClaimsSet ended = claims(c -> c.expirationTime(Date.from(BEGIN.minusSeconds(seconds))));
        assertEquals(good ? ALICE : new Verdict.Invalid("expired"), tokens.judge(ISSUER.sign(JWSAlgorithm.RS256, ended)));
    }

    @ParameterizedTest
    @CsvSource({"60,true", "61,false"})
    void p09ATokenOfTomorrowIsNoneToday(int seconds, boolean good) {
        JWTClaimsSet early = claims(c -> c.notBeforeTime(Date.from(BEGIN.plusSeconds(seconds))));
        assertEquals(good ? ALICE : new Verdict.Invalid("not valid yet"), tokens.judge(ISSUER.sign(JWSAlgorithm.RS256, early)));
    }

    @Test
    void whatMustBeUnderstoodAndIsNotIsRefused() {
        assertInvalid("a critical header parameter", ISSUER.sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("a-rsa").criticalParams(Set.of("x")).customParam("x", 1).build(), alice()));
        assertInvalid("a token of another type", ISSUER.sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("a-rsa").type(new JOSEObjectType("logout+jwt")).build(), alice()));
        for (String type : List.of("JWT", "at+jwt", "application/at+JWT")) {
            assertEquals(ALICE, tokens.judge(ISSUER.sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("a-rsa").type(new JOSEObjectType(type)).build(), alice())));
        }
    }

    @Test
    void aKeyIsForWhatItSaysItIsFor() {
        RSAKey key = ISSUER.keys().getFirst().toRSAKey();
        published = new JWKSet(new RSAKey.Builder(key).keyUse(KeyUse.ENCRYPTION).build()).toString();
        assertInvalid("the issuer has no such key", alice());
        now = now.plus(IssuerKeys.BETWEEN_FETCHES);
        published = new JWKSet(new RSAKey.Builder(key).algorithm(JWSAlgorithm.RS512).build()).toString();
        assertInvalid("the issuer has no such key", alice());
        assertEquals(ALICE, tokens.judge(ISSUER.sign(JWSAlgorithm.RS512, alice())));
    }

    @Test
    void aShortKeyIsNone() {
        assertEquals(2_048, ISSUER.keys().getFirst().size());
        JWK small = new RSAKey.Builder(com.nimbusds.jose.util.Base64URL.encode(new byte[] {(byte) 0x80, 1}), com.nimbusds.jose.util.Base64URL.encode(new byte[] {1, 0, 1})).build();
        assertEquals(false, SigningKeys.suits(small, new JWSHeader(JWSAlgorithm.RS256)));
    }

    @Test
    void aTokenThatNamesNoKeyIsTriedWithAllOfItsKind() {
        assertEquals(ALICE, tokens.judge(ISSUER.sign(new JWSHeader(JWSAlgorithm.ES256), alice())));
        assertInvalid("not signed by the issuer", LATER.sign(new JWSHeader(JWSAlgorithm.ES256), alice()));
    }

    @Test
    void keysAreKeptAndANewOneIsAskedFor() {
        String token = ISSUER.sign(JWSAlgorithm.RS256, claims(c -> c.expirationTime(Date.from(BEGIN.plus(Duration.ofDays(1))))));
        for (int i = 0; i < 100; i++) {
            assertEquals(ALICE, tokens.judge(token));
        }
        assertEquals(1, fetches);
        String later = LATER.sign(JWSAlgorithm.RS256, claims(c -> c.expirationTime(Date.from(BEGIN.plus(Duration.ofDays(1))))));
        assertInvalid("the issuer has no such key", later);
        assertEquals(1, fetches, "they were fetched a moment ago");
        published = LATER.keySet();
        now = now.plus(IssuerKeys.BETWEEN_FETCHES);
        assertEquals(ALICE, tokens.judge(later));
        assertInvalid("the issuer has no such key", token);
        assertEquals(2, fetches);
    }

    /** Whatever ids tokens make up, the issuer is asked once in ten seconds. */
    @Test
    void madeUpKeysDoNotFloodTheIssuer() {
        for (int i = 0; i < 1_000; i++) {
            now = BEGIN.plusMillis(i * 20);
            assertTrue(tokens.judge(ISSUER.sign(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("made up " + i).build(), alice())) instanceof Verdict.Invalid);
        }
        assertEquals(2, fetches);
    }

    @Test
    void anIssuerWhoCannotBeAskedIsNobodysFault() {
        reachable = false;
        String token = ISSUER.sign(JWSAlgorithm.RS256, claims(c -> c.expirationTime(Date.from(BEGIN.plus(Duration.ofDays(1))))));
        assertUnavailable(token);
        assertUnavailable(token);
        assertEquals(1, fetches);
        assertEquals(List.of("tokens:keys"), raised);
        reachable = true;
        now = now.plus(IssuerKeys.BETWEEN_FETCHES);
        assertEquals(ALICE, tokens.judge(token));
        assertEquals(List.of(), raised);
        reachable = false;
        now = now.plus(IssuerKeys.FRESH);
        assertEquals(ALICE, tokens.judge(token), "those we have go on being good for a while");
        assertUnavailable(LATER.sign(JWSAlgorithm.RS256, alice()));
        now = now.plus(IssuerKeys.KEPT).minus(IssuerKeys.FRESH);
        assertUnavailable(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rubbish", "{}", "[]", "{\"keys\":{}}", "{\"keys\":[{\"kty\":\"RSA\"}]}"})
    void whatIsNoKeySetIsNotAskedFurther(String text) {
        published = text;
        assertUnavailable(ISSUER.sign(JWSAlgorithm.RS256, alice()));
    }

    @Test
    void moreKeysThanMayBeAreNone() {
        List<JWK> many = new ArrayList<>();
        for (int i = 0; i <= IssuerKeys.KEYS_MAX; i++) {
            many.add(ISSUER.keys().get(1));
        }
        published = new JWKSet(many).toString();
        assertUnavailable(ISSUER.sign(JWSAlgorithm.RS256, alice()));
        now = now.plus(IssuerKeys.BETWEEN_FETCHES);
        published = new JWKSet(many.subList(0, IssuerKeys.KEYS_MAX)).toString();
        assertEquals(ALICE, tokens.judge(ISSUER.sign(JWSAlgorithm.ES256, alice())));
    }

    private void assertUnavailable(String token) {
        assertTrue(tokens.judge(token) instanceof Verdict.Unavailable, () -> tokens.judge(token).toString());
    }

    private void assertInvalid(String why, JWTClaimsSet claims) {
        assertInvalid(why, ISSUER.sign(JWSAlgorithm.RS256, claims));
    }

    private void assertInvalid(String why, String token) {
        assertEquals(new Verdict.Invalid(why), tokens.judge(token));
    }

    private static JWTClaimsSet alice() {
        return claims(UnaryOperator.identity());
    }

    private static JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
        return change.apply(TestIssuer.claims("alice@example.com", BEGIN)).build();
    }
}
