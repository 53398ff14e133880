package org.gatepost.smtp.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

import org.gatepost.smtp.protocol.TlsSession;

/**
 * Encrypts connections, as the server. What the files hold is taken up by {@link #look}, so that a new certificate is shown to the next handshake without
 * a restart; files that cannot be used leave what was there. Safe for all threads; {@link #look} is called by one timer.
 */
public final class ServerTls {

    /** TLS 1.3 (RFC 8446 section 9.1), then TLS 1.2 with forward secrecy and authenticated encryption alone (RFC 9325 section 4.2). */
    static final List<String> CIPHERS = List.of("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");
    private static final System.Logger LOG = System.getLogger(ServerTls.class.getName());
    private static final int RESUMABLE_SESSIONS_MAX = 1_000;
    private static final int RESUMABLE_SECONDS = 300;
    private static final Pattern SIGNED_WITH = Pattern.compile("(SHA)-?(\\d+)(?:with|$).*", Pattern.CASE_INSENSITIVE);

    private final TlsFiles files;
    private volatile Optional<Ready> ready = Optional.empty();
    private String seen = "";

    private record Ready(SSLContext context, ClientsWord clients) {
    }

    /** A connection that has become encrypted. */
    public record Layer(SSLSocket socket, TlsSession session) {
    }

    /** Nothing is read yet. */
    public ServerTls(TlsFiles files) {
        this.files = files;
    }

    /** Whether there is a certificate to show. */
    public boolean isAvailable() {
        return ready.isPresent();
    }

    /** Takes up the files where they are others than at the last look; says in the log what is wrong with them, once. */
    public void look() {
        String now = files.appearance();
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        if (files.certificate().isEmpty()) {
            return;
        }
        try {
            ready = Optional.of(ready(files.read()));
            LOG.log(System.Logger.Level.INFO, "certificates taken up from {0}", files.certificate().get());
        } catch (TlsFilesException e) {
            LOG.log(System.Logger.Level.WARNING, "{0}; {1}", e.getMessage(), ready.isPresent() ? "the certificates before stay in use" : "TLS is not available");
        } catch (GeneralSecurityException e) {
            LOG.log(System.Logger.Level.WARNING, "the certificates cannot be used: {0}", e.getMessage());
        }
    }

    private static Ready ready(Certificates certificates) throws GeneralSecurityException {
        ClientsWord clients = new ClientsWord(certificates.clientAuthorities());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {new OurKeys(certificates.chains())}, new TrustManager[] {clients}, null);
        context.getServerSessionContext().setSessionCacheSize(RESUMABLE_SESSIONS_MAX);
        context.getServerSessionContext().setSessionTimeout(RESUMABLE_SECONDS);
        return new Ready(context, clients);
    }

    /**
     * The handshake, over a connection of which nothing is buffered. Waits; who calls bounds it by ending the socket's input.
     *
     * @param asksCertificate whether the client is asked for its certificate; it may go without
     * @throws IOException where there is no certificate, or it fails; the socket can then only be closed
     */
    public Layer handshake(Socket socket, boolean asksCertificate) throws IOException {
        Ready now = ready.orElseThrow(() -> new IOException("no certificate"));
        SSLSocket layer = (SSLSocket) now.context().getSocketFactory().createSocket(socket, null, true);
        layer.setUseClientMode(false);
        layer.setEnabledProtocols(VERSIONS.toArray(String[]::new));
        layer.setEnabledCipherSuites(CIPHERS.toArray(String[]::new));
        var parameters = layer.getSSLParameters();
        parameters.setUseCipherSuitesOrder(true);
        layer.setSSLParameters(parameters);
        layer.setWantClientAuth(asksCertificate);
        layer.startHandshake();
        SSLSession agreed = layer.getSession();
        return new Layer(layer, new TlsSession(agreed.getProtocol(), agreed.getCipherSuite(), asksCertificate ? now.clients().of(agreed) : Optional.empty(),
                OurKeys.requestedName(agreed), Stream.ofNullable(agreed.getLocalCertificates()).flatMap(Stream::of).findFirst()
                        .map(X509Certificate.class::cast).flatMap(ServerTls::endPoint)));
    }

    /** Hashed by what signed it, but never by less than SHA-256 (RFC 5929 section 4.1). */
    private static Optional<String> endPoint(X509Certificate certificate) {
        Matcher matcher = SIGNED_WITH.matcher(certificate.getSigAlgName());
        String digest = matcher.matches() && Integer.parseInt(matcher.group(2)) > 256 ? "SHA-" + matcher.group(2) : "SHA-256";
        try {
            return Optional.of(Base64.getEncoder().encodeToString(MessageDigest.getInstance(digest).digest(certificate.getEncoded())));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }
}
