package org.gatepost.adapter.jose;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

/** Issues tokens for tests, with keys of its own of every kind. */
public final class TestIssuer {

    public static final String ISSUER = "https://login.example";
    public static final String AUDIENCE = "gatepost";

    private final KeyPair rsa;
    private final KeyPair elliptic;
    private final KeyPair edwards;
    private final String name;

    /** @param name what its keys' ids begin with */
    public TestIssuer(String name) {
        this.name = name;
        try {
            rsa = pair("RSA", 2_048);
            elliptic = pair("EC", 256);
            edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair(String algorithm, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    /** What it publishes. */
    public String keySet() {
        return keySet(List.of(this));
    }

    /** What they publish together, as one does that changes its keys. */
    public static String keySet(List<TestIssuer> issuers) {
        return new JWKSet(issuers.stream().flatMap(issuer -> issuer.keys().stream()).toList()).toString();
    }

    List<JWK> keys() {
        byte[] point = ((EdECPublicKey) edwards.getPublic()).getEncoded();
        return List.of(new RSAKey.Builder((RSAPublicKey) rsa.getPublic()).keyID(name + "-rsa").build(),
                new ECKey.Builder(Curve.P_256, (ECPublicKey) elliptic.getPublic()).keyID(name + "-ec").build(),
                new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(Arrays.copyOfRange(point, point.length - 32, point.length))).keyID(name + "-ed").build());
    }

    /** Claims that are in order, of a token that is good for five minutes around {@code now}. */
    public static JWTClaimsSet.Builder claims(String email, Instant now) {
        return new JWTClaimsSet.Builder().issuer(ISSUER).audience(List.of("other", AUDIENCE)).subject("4711").claim("email", email)
                .notBeforeTime(Date.from(now.minusSeconds(300))).expirationTime(Date.from(now.plusSeconds(300)));
    }

    /** A token with these claims. */
    public String sign(JWSAlgorithm algorithm, JWTClaimsSet claims) {
        return sign(new JWSHeader.Builder(algorithm).keyID(name + (algorithm.equals(JWSAlgorithm.EdDSA) ? "-ed" : algorithm.getName().startsWith("ES") ? "-ec" : "-rsa")).build(), claims);
    }

    String sign(JWSHeader header, JWTClaimsSet claims) {
        try {
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(signer(header.getAlgorithm()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The oldest trick (RFC 8725 section 2.1): signed with what everybody knows, as if it were a secret. */
    String signWithThePublicKeyAsASecret(JWTClaimsSet claims) {
        try {
            SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(name + "-rsa").build(), claims);
            token.sign(new MACSigner(rsa.getPublic().getEncoded()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code alg=none}. */
    static String unsigned(JWTClaimsSet claims) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64.encodeToString(claims.toString().getBytes(StandardCharsets.UTF_8)) + ".";
    }

    private JWSSigner signer(JWSAlgorithm algorithm) throws JOSEException {
        if (algorithm.equals(JWSAlgorithm.EdDSA)) {
            return new EdwardsSigner();
        }
        return algorithm.getName().startsWith("ES") ? new ECDSASigner(elliptic.getPrivate(), Curve.P_256) : new RSASSASigner(rsa.getPrivate());
    }

    private final class EdwardsSigner extends BaseJWSProvider implements JWSSigner {

        EdwardsSigner() {
            super(Set.of(JWSAlgorithm.EdDSA));
        }

        @Override
        public Base64URL sign(JWSHeader header, byte[] signingInput) throws JOSEException {
            try {
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(edwards.getPrivate());
                signature.update(signingInput);
                return Base64URL.encode(signature.sign());
            } catch (GeneralSecurityException e) {
                throw new JOSEException("Ed25519", e);
            }
        }
    }
}
