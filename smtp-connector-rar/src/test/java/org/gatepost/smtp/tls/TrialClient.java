package org.gatepost.smtp.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A client on a thread of its own, which believes whatever certificate it is shown. */
public final class TrialClient {

    public static final Path FILES = Path.of("src/test/resources/tls");

    private final String version;
    private final Optional<String> name;
    private final boolean showsCertificate;

    public TrialClient(String version, Optional<String> name, boolean showsCertificate) {
        this.version = version;
        this.name = name;
        this.showsCertificate = showsCertificate;
    }

    /** Begins its handshake; the task's result is the certificate it was shown. */
    public FutureTask<X509Certificate> begin(Socket socket) {
        return run(() -> {
            SSLSocket layer = handshake(socket);
            return (X509Certificate) layer.getSession().getPeerCertificates()[0];
        });
    }

    public static <T> FutureTask<T> run(Callable<T> what) {
        FutureTask<T> task = new FutureTask<>(what);
        Thread.ofPlatform().daemon().name("trial-client").start(task);
        return task;
    }

    public SSLSocket handshake(Socket socket) throws IOException, GeneralSecurityException, TlsFilesException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(showsCertificate ? keys() : null, new TrustManager[] {new BelievesAll()}, null);
        SSLSocket layer = (SSLSocket) context.getSocketFactory().createSocket(socket, "unused.example", 25, true);
        layer.setEnabledProtocols(new String[] {version});
        var parameters = layer.getSSLParameters();
        parameters.setServerNames(name.map(text -> List.<javax.net.ssl.SNIServerName>of(new SNIHostName(text))).orElse(List.of()));
        layer.setSSLParameters(parameters);
        layer.startHandshake();
        return layer;
    }

    private static KeyManager[] keys() throws GeneralSecurityException, IOException, TlsFilesException {
        KeyedChain alice = PemPair.read(FILES.resolve("client.crt"), FILES.resolve("client.key"));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("alice", alice.key(), new char[0], alice.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static final class BelievesAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
            throw new UnsupportedOperationException("a client");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            // as its name says
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            throw new UnsupportedOperationException("a client");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            // as its name says
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException("a client");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // as its name says
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
