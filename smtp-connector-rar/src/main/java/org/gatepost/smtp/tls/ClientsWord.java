package org.gatepost.smtp.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

import org.gatepost.smtp.protocol.ClientCertificate;

/**
 * What we make of clients' certificates. The handshake takes any of them, because mail comes from hosts with all kinds; whether one of our authorities
 * vouches for it is asked afterwards, and said. Safe for all threads.
 */
final class ClientsWord extends X509ExtendedTrustManager {

    private static final int RFC822_NAME = 1;

    private final List<X509Certificate> authorities;
    private final Optional<X509TrustManager> judge;

    ClientsWord(List<X509Certificate> authorities) throws GeneralSecurityException {
        this.authorities = authorities;
        this.judge = authorities.isEmpty() ? Optional.empty() : Optional.of(judge(authorities));
    }

    private static X509TrustManager judge(List<X509Certificate> authorities) throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (X509Certificate authority : authorities) {
                store.setCertificateEntry(String.valueOf(store.size()), authority);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return Arrays.stream(factory.getTrustManagers()).map(X509TrustManager.class::cast).findFirst().orElseThrow();
        } catch (java.io.IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** The certificate the client of that session showed, where it did. */
    Optional<ClientCertificate> of(SSLSession session) {
        try {
            X509Certificate[] chain = Arrays.stream(session.getPeerCertificates()).map(X509Certificate.class::cast).toArray(X509Certificate[]::new);
            return Optional.of(new ClientCertificate(chain[0].getSubjectX500Principal().getName(), emails(chain[0]), isVouchedFor(chain)));
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    private boolean isVouchedFor(X509Certificate[] chain) {
        if (judge.isEmpty()) {
            return false;
        }
        try {
            judge.get().checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    private static List<String> emails(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names.stream().filter(name -> name.getFirst().equals(RFC822_NAME)).map(name -> name.get(1).toString()).toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.toArray(X509Certificate[]::new);
    }

    // Any is taken: see above.
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
        requireSome(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
        requireSome(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
        requireSome(chain);
    }

    private static void requireSome(X509Certificate[] chain) {
        if (chain.length == 0) {
            throw new IllegalArgumentException("a chain has one certificate at least");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("this is the server's side");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("this is the server's side");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("this is the server's side");
    }
}
