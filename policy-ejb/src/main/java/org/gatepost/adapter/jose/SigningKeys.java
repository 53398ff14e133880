package org.gatepost.adapter.jose;

import java.util.Optional;
import java.util.Set;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;

/** Which signatures are taken, and by which keys: public ones alone, so that neither {@code none} nor a shared secret is ever believed (RFC 8725 section 3.1). */
final class SigningKeys {

    /** Below it a key is no key (RFC 7518 section 3.3). */
    static final int RSA_BITS_MIN = 2_048;

    private static final Set<JWSAlgorithm> RSA = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512, JWSAlgorithm.PS256, JWSAlgorithm.PS384,
            JWSAlgorithm.PS512);
    private static final Set<JWSAlgorithm> ELLIPTIC = Set.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.ES512);
    private static final Set<JWSAlgorithm> EDWARDS = Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);

    private SigningKeys() {
    }

    static boolean isTaken(JWSAlgorithm algorithm) {
        return RSA.contains(algorithm) || ELLIPTIC.contains(algorithm) || EDWARDS.contains(algorithm);
    }

    /** Whether the key says that it is for such a signature, and is of the kind for it. */
    static boolean suits(JWK key, JWSHeader header) {
        boolean named = header.getKeyID() == null || header.getKeyID().equals(key.getKeyID());
        boolean meant = (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE)) && (key.getAlgorithm() == null || key.getAlgorithm().equals(header.getAlgorithm()));
        return named && meant && isOfKind(key, header.getAlgorithm());
    }

    private static boolean isOfKind(JWK key, JWSAlgorithm algorithm) {
        return switch (key) {
            case RSAKey rsa -> RSA.contains(algorithm) && rsa.size() >= RSA_BITS_MIN;
            case ECKey elliptic -> ELLIPTIC.contains(algorithm) && Curve.forJWSAlgorithm(algorithm).contains(elliptic.getCurve());
            case OctetKeyPair pair -> EDWARDS.contains(algorithm) && pair.getCurve().equals(Curve.Ed25519);
            default -> false;
        };
    }

    /** Who checks signatures by this key; empty where it is not what it says. */
    static Optional<JWSVerifier> verifier(JWK key) {
        try {
            return Optional.ofNullable(switch (key) {
                case RSAKey rsa -> new RSASSAVerifier(rsa.toPublicJWK());
                case ECKey elliptic -> new ECDSAVerifier(elliptic.toPublicJWK());
                case OctetKeyPair pair -> new EdwardsVerifier(pair);
                default -> null;
            });
        } catch (JOSEException e) {
            return Optional.empty();
        }
    }
}
