package org.gatepost.workbench.supervisor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Knocks at a port and looks who opens. No answer within the timeout is a no. */
final class Probes {

    private static final int TIMEOUT_MILLIS = 3_000;

    private Probes() {
    }

    /** Whether an SMTP server greets with 220 (RFC 5321 3.1). It is left politely. */
    static boolean smtpGreets(InetSocketAddress address) {
        return smtpSays(address, "220[ -]");
    }

    /** Whether there is an SMTP server, even one that greets with a refusal because it is busy or wants nobody. */
    static boolean smtpAnswers(InetSocketAddress address) {
        return smtpSays(address, "[245][0-9]{2}[ -]");
    }

    private static boolean smtpSays(InetSocketAddress address, String greeting) {
        try (Socket socket = new Socket()) {
            socket.connect(address, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            boolean greets = new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII).matches(greeting);
            socket.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            return greets;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether an HTTPS server answers at all, with whatever status and certificate. */
    static boolean httpsAnswers(InetSocketAddress address) {
        try (Socket socket = trusting().getSocketFactory().createSocket()) {
            socket.connect(address, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write("HEAD /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII).equals("HTTP/");
        } catch (IOException e) {
            return false;
        }
    }

    static boolean accepts(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, TIMEOUT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The question is whether anybody is there, not who: our own certificate is self-signed. */
    private static SSLContext trusting() {
        X509TrustManager everybody = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {
                throw new UnsupportedOperationException("this is a client");
            }

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {
                // Anybody will do: see above.
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {everybody}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
