package org.gatepost.smtp.client;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import org.gatepost.smtp.protocol.TlsaRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whose certificate is taken: RFC 5280, 9525, 7672. The certificates are for mx.a.example, *.wild.example and 192.0.2.1. */
@DisplayName("P19 certificates of next hops")
class PeerCheckTest {

    private final X509Certificate authority = certificate("ca");
    private final X509Certificate host = certificate("host");
    private final X509Certificate self = certificate("self");

    @Test
    void takesWhatAnAuthorityVouchesForUnderItsName() {
        for (String name : List.of("mx.a.example", "MX.a.example.", "x.wild.example", "192.0.2.1")) {
            assertDoesNotThrow(() -> check(vouched(name), host), name);
            assertDoesNotThrow(() -> check(vouched(name), host, authority), name);
        }
    }

    @Test
    void refusesAnotherName() {
        for (String name : List.of("a.example", "other.example", "wild.example", "y.x.wild.example", "192.0.2.2")) {
            assertEquals(TlsFault.CERTIFICATE_HOST_MISMATCH, fault(vouched(name), host), name);
        }
    }

    @Test
    void refusesWhatNobodyVouchesFor() {
        assertEquals(TlsFault.CERTIFICATE_NOT_TRUSTED, fault(vouched("mx.a.example"), self));
        assertEquals(TlsFault.CERTIFICATE_NOT_TRUSTED, fault(new PeerTrust.Authority(Set.of(), Set.of("mx.a.example")), host));
    }

    @Test
    void refusesWhatHasExpired() {
        assertEquals(TlsFault.CERTIFICATE_EXPIRED, fault(vouched("mx.a.example"), certificate("expired")));
    }

    @Test
    void takesACertificateThatIsItselfTrusted() {
        assertDoesNotThrow(() -> check(new PeerTrust.Authority(Set.of(new TrustAnchor(self, null)), Set.of("mx.a.example")), self));
    }

    @Test
    void aCommonNameIsNoName() {
        X509Certificate nameless = certificate("nameless");
        assertEquals(TlsFault.CERTIFICATE_HOST_MISMATCH, fault(new PeerTrust.Authority(Set.of(new TrustAnchor(nameless, null)), Set.of("mx.a.example")), nameless));
    }

    @Test
    void takesAnybodyWhereItIsOnlyToBeEncrypted() {
        assertDoesNotThrow(() -> check(PeerTrust.ANYONE, self));
    }

    @Test
    void takesTheKeyItsZoneNamesWhateverElseItSays() throws GeneralSecurityException {
        byte[] key = certificate("expired").getPublicKey().getEncoded();
        for (TlsaRecord record : List.of(new TlsaRecord(3, 1, 1, digest("SHA-256", key)), new TlsaRecord(3, 1, 2, digest("SHA-512", key)),
                new TlsaRecord(3, 1, 0, HexFormat.of().formatHex(key)), new TlsaRecord(3, 0, 1, digest("SHA-256", certificate("expired").getEncoded())))) {
            assertDoesNotThrow(() -> check(dane("nobody.example", record), certificate("expired")), record.toString());
            assertEquals(TlsFault.VALIDATION_FAILURE, fault(dane("mx.a.example", record), host), record.toString());
        }
    }

    @Test
    void takesWhatTheAuthorityItsZoneNamesVouchesForUnderItsName() throws GeneralSecurityException {
        TlsaRecord record = new TlsaRecord(2, 0, 1, digest("SHA-256", authority.getEncoded()));
        assertDoesNotThrow(() -> check(dane("mx.a.example", record), host, authority));
        assertEquals(TlsFault.CERTIFICATE_HOST_MISMATCH, fault(dane("other.example", record), host, authority));
        assertEquals(TlsFault.CERTIFICATE_NOT_TRUSTED, fault(dane("mx.a.example", record), self, authority));
        assertEquals(TlsFault.CERTIFICATE_EXPIRED, fault(dane("mx.a.example", record), certificate("expired"), authority));
        assertEquals(TlsFault.VALIDATION_FAILURE, fault(dane("mx.a.example", record), host));
    }

    @Test
    void knowsWhichRecordsAreOfUse() {
        assertTrue(new TlsaRecord(3, 1, 1, "ab".repeat(32)).isUsable());
        assertFalse(new TlsaRecord(1, 1, 1, "ab".repeat(32)).isUsable());
        assertFalse(new TlsaRecord(3, 2, 1, "ab".repeat(32)).isUsable());
        assertFalse(new TlsaRecord(3, 1, 1, "ab".repeat(31)).isUsable());
        assertFalse(new TlsaRecord(3, 1, 3, "ab".repeat(32)).isUsable());
        assertFalse(new TlsaRecord(3, 1, 0, "").isUsable());
        assertThrows(IllegalArgumentException.class, () -> new PeerTrust.Dane(List.of(new TlsaRecord(0, 0, 0, "ab")), Set.of()));
    }

    private static PeerTrust dane(String name, TlsaRecord record) {
        return new PeerTrust.Dane(List.of(record), Set.of(name));
    }

    private PeerTrust vouched(String name) {
        return new PeerTrust.Authority(Set.of(new TrustAnchor(authority, null)), Set.of(name));
    }

    private static void check(PeerTrust trust, X509Certificate... chain) throws CertificateException {
        new PeerCheck(trust).checkServerTrusted(chain, "ECDHE_ECDSA");
    }

    private static TlsFault fault(PeerTrust trust, X509Certificate... chain) {
        return UntrustedPeer.faultOf(assertThrows(UntrustedPeer.class, () -> check(trust, chain), Arrays.toString(chain)));
    }

    private static String digest(String algorithm, byte[] octets) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(octets));
    }

    private static X509Certificate certificate(String name) {
        try (InputStream in = PeerCheckTest.class.getResourceAsStream("/certificates/" + name + ".pem")) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException | CertificateException e) {
            throw new IllegalStateException(e);
        }
    }
}
