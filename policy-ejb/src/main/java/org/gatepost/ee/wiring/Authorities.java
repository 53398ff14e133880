package org.gatepost.ee.wiring;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The authorities that vouch for next hops, as the settings say; with none, the Java runtime's own do. */
public final class Authorities {

    private Authorities() {
    }

    /**
     * Those of the file, where there is one.
     *
     * @throws IllegalStateException with one line, where it cannot be read or holds none
     */
    public static Set<TrustAnchor> of(Optional<Path> file) {
        if (file.isEmpty()) {
            return Set.of();
        }
        try (InputStream in = Files.newInputStream(file.get())) {
            Set<TrustAnchor> anchors = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(certificate -> new TrustAnchor((X509Certificate) certificate, null)).collect(Collectors.toSet());
            if (anchors.isEmpty()) {
                throw new IllegalStateException("GATEPOST_TLS_CA holds no certificate: " + file.get());
            }
            return anchors;
        } catch (IOException | CertificateException e) {
            throw new IllegalStateException("GATEPOST_TLS_CA cannot be read: " + file.get(), e);
        }
    }
}
