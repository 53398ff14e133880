package org.gatepost.adapter.jose;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;

/** Checks Ed25519 signatures (RFC 8037) by the Java runtime; the library would want another one for it. */
final class EdwardsVerifier extends BaseJWSProvider implements JWSVerifier {

    private static final int KEY_OCTETS = 32;
    /** RFC 8410 section 4: what stands before the octets of an Ed25519 key in X.509. */
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final PublicKey key;

    EdwardsVerifier(OctetKeyPair pair) throws JOSEException {
        super(Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519));
        byte[] octets = pair.getDecodedX();
        if (octets.length != KEY_OCTETS) {
            throw new JOSEException("not an Ed25519 key");
        }
        byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + KEY_OCTETS);
        System.arraycopy(octets, 0, encoded, X509_PREFIX.length, KEY_OCTETS);
        try {
            key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new JOSEException("not an Ed25519 key", e);
        }
    }

    @Override
    public boolean verify(JWSHeader header, byte[] signingInput, Base64URL signature) throws JOSEException {
        try {
            Signature checker = Signature.getInstance("Ed25519");
            checker.initVerify(key);
            checker.update(signingInput);
            return checker.verify(signature.decode());
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new JOSEException("Ed25519", e);
        }
    }
}
