package org.gatepost.ee.wiring;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.stream.Collectors;

import org.gatepost.ee.settings.Settings;

/** The authorities that vouch for next hops, as the settings say; with none, the Java runtime's own do. */
final class Authorities {

    private Authorities() {
    }

    static Set<TrustAnchor> of(Settings settings) {
        if (settings.tlsAuthorities().isEmpty()) {
            return Set.of();
        }
        try (InputStream in = Files.newInputStream(settings.tlsAuthorities().get())) {
            Set<TrustAnchor> anchors = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(certificate -> new TrustAnchor((X509Certificate) certificate, null)).collect(Collectors.toSet());
            if (anchors.isEmpty()) {
                throw new IllegalStateException("GATEPOST_TLS_CA holds no certificate: " + settings.tlsAuthorities().get());
            }
            return anchors;
        } catch (IOException | CertificateException e) {
            throw new IllegalStateException("GATEPOST_TLS_CA cannot be read: " + settings.tlsAuthorities().get(), e);
        }
    }
}
