package org.gatepost.smtp.tls;

import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * A certificate, those that vouch for it, and its key. Immutable. Its text never holds the key.
 *
 * @param chain the server's own first
 */
record KeyedChain(List<X509Certificate> chain, PrivateKey key) {

    private static final int DNS_NAME = 2;

    KeyedChain {
        chain = List.copyOf(chain);
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    /** The names it is for ({@code dNSName}, RFC 5280 section 4.2.1.6), in lower case; a wildcard as it stands. */
    List<String> names() {
        return names(certificate());
    }

    static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                alternatives.stream().filter(name -> name.getFirst().equals(DNS_NAME)).forEach(name -> names.add(name.get(1).toString().toLowerCase(Locale.ROOT)));
            }
        } catch (CertificateParsingException e) {
            return List.of();
        }
        return names;
    }

    /** Whether it is for that host; a wildcard stands for one whole label, the first (RFC 9525 section 6.3). */
    boolean isFor(String host) {
        int dot = host.indexOf('.');
        return names().stream().anyMatch(name -> name.equals(host) || name.startsWith("*.") && dot > 0 && name.substring(1).equals(host.substring(dot)));
    }

    @Override
    public String toString() {
        return "KeyedChain[" + certificate().getSubjectX500Principal() + "]";
    }
}
