package org.gatepost.smtp.client;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

import org.gatepost.smtp.protocol.TlsaRecord;

/** Looks at a next hop's certificates as {@link PeerTrust} says. Safe for use by many threads. */
final class PeerCheck extends X509ExtendedTrustManager {

    private final PeerTrust trust;

    PeerCheck(PeerTrust trust) {
        this.trust = trust;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        switch (trust) {
            case PeerTrust.Anyone() -> {
                // Whoever it is: encrypted is all that was asked for.
            }
            case PeerTrust.Authority(Set<TrustAnchor> anchors, Set<String> names) -> {
                vouched(List.of(chain), anchors.isEmpty() ? ownAnchors() : anchors);
                named(chain[0], names, TlsFault.CERTIFICATE_HOST_MISMATCH);
            }
            case PeerTrust.Dane(List<TlsaRecord> records, Set<String> names) -> dane(List.of(chain), records, names);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("a client has no clients");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private static void dane(List<X509Certificate> chain, List<TlsaRecord> records, Set<String> names) throws CertificateException {
        for (TlsaRecord record : records) {
            // RFC 7672 section 3.1.1: the key is named by its zone, so neither names nor dates in the certificate are looked at.
            if (record.usage() == 3 && matches(record, chain.getFirst())) {
                return;
            }
        }
        UntrustedPeer last = new UntrustedPeer(TlsFault.VALIDATION_FAILURE, "the certificate is not one its zone names");
        for (TlsaRecord record : records) {
            for (int i = 0; record.usage() == 2 && i < chain.size(); i++) {
                if (matches(record, chain.get(i))) {
                    try {
                        if (i > 0) {
                            vouched(chain.subList(0, i), Set.of(new TrustAnchor(chain.get(i), null)));
                        }
                        named(chain.getFirst(), names, TlsFault.CERTIFICATE_HOST_MISMATCH);
                        return;
                    } catch (UntrustedPeer e) {
                        last = e;
                    }
                }
            }
        }
        throw last;
    }

    private static boolean matches(TlsaRecord record, X509Certificate certificate) throws CertificateException {
        byte[] selected = record.selector() == 0 ? certificate.getEncoded() : certificate.getPublicKey().getEncoded();
        return Arrays.equals(HexFormat.of().parseHex(record.association()), switch (record.matching()) {
            case 1 -> digest("SHA-256", selected);
            case 2 -> digest("SHA-512", selected);
            default -> selected;
        });
    }

    private static byte[] digest(String algorithm, byte[] octets) {
        try {
            return MessageDigest.getInstance(algorithm).digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void named(X509Certificate certificate, Set<String> names, TlsFault fault) throws CertificateException {
        if (!CertificateNames.match(certificate, names)) {
            throw new UntrustedPeer(fault, "the certificate is for somebody else than " + String.join(", ", names));
        }
    }

    private static void vouched(List<X509Certificate> chain, Set<TrustAnchor> anchors) throws UntrustedPeer {
        try {
            List<X509Certificate> path = belowAnchor(chain, anchors);
            if (path.isEmpty()) {
                // The certificate is itself among those trusted: what is left to see is its date.
                chain.getFirst().checkValidity();
                return;
            }
            CertPath certPath = CertificateFactory.getInstance("X.509").generateCertPath(path);
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            CertPathValidator.getInstance("PKIX").validate(certPath, parameters);
        } catch (CertPathValidatorException e) {
            boolean expired = e.getReason() == CertPathValidatorException.BasicReason.EXPIRED || e.getReason() == CertPathValidatorException.BasicReason.NOT_YET_VALID;
            throw new UntrustedPeer(expired ? TlsFault.CERTIFICATE_EXPIRED : TlsFault.CERTIFICATE_NOT_TRUSTED, "the certificate is not trusted: " + e.getMessage());
        } catch (java.security.cert.CertificateExpiredException | java.security.cert.CertificateNotYetValidException e) {
            throw new UntrustedPeer(TlsFault.CERTIFICATE_EXPIRED, "the certificate is not valid today: " + e.getMessage());
        } catch (GeneralSecurityException e) {
            throw new UntrustedPeer(TlsFault.CERTIFICATE_NOT_TRUSTED, "the certificate cannot be checked: " + e.getMessage());
        }
    }

    /** What was presented up to the first certificate that is an anchor itself; a server may send its root along. */
    private static List<X509Certificate> belowAnchor(List<X509Certificate> chain, Set<TrustAnchor> anchors) {
        for (int i = 0; i < chain.size(); i++) {
            X509Certificate each = chain.get(i);
            if (anchors.stream().anyMatch(anchor -> each.equals(anchor.getTrustedCert()))) {
                return chain.subList(0, i);
            }
        }
        return chain;
    }

    private static Set<TrustAnchor> ownAnchors() throws UntrustedPeer {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            Set<TrustAnchor> anchors = new HashSet<>();
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager known) {
                    Arrays.stream(known.getAcceptedIssuers()).forEach(issuer -> anchors.add(new TrustAnchor(issuer, null)));
                }
            }
            return anchors;
        } catch (GeneralSecurityException e) {
            throw new UntrustedPeer(TlsFault.CERTIFICATE_NOT_TRUSTED, "the runtime has no authorities: " + e.getMessage());
        }
    }
}
