package org.gatepost.workbench.delivery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A next hop on loopback that offers STARTTLS with a certificate of its own for mx.a.example and 127.0.0.1. */
final class TlsHop implements AutoCloseable {

    private static final char[] PASSWORD = "changeit".toCharArray();

    final List<String> lines = new CopyOnWriteArrayList<>();
    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final KeyStore keys;
    private final SSLContext context;
    private final Thread thread;

    TlsHop(Path directory) throws IOException, GeneralSecurityException, InterruptedException {
        Path store = directory.resolve("hop.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "hop", "-keyalg", "EC", "-dname",
                "CN=hop", "-ext", "san=dns:mx.a.example,ip:127.0.0.1", "-validity", "30", "-keystore", store.toString(), "-storepass", new String(PASSWORD), "-storetype", "PKCS12")
                .redirectErrorStream(true).redirectOutput(directory.resolve("keytool.log").toFile()).start();
        if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException("keytool: " + Files.readString(directory.resolve("keytool.log")));
        }
        keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        thread = Thread.ofPlatform().daemon().start(this::run);
    }

    int port() {
        return server.getLocalPort();
    }

    X509Certificate certificate() throws GeneralSecurityException {
        return (X509Certificate) keys.getCertificate("hop");
    }

    private void run() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                // The end of the test.
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            say(socket, "220 hop");
            speak(socket, "250-hop\r\n250 STARTTLS");
        } catch (IOException e) {
            // A client that went away, or did not trust us.
            lines.add(e.getClass().getSimpleName());
        }
    }

    private void speak(Socket socket, String hello) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        boolean content = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            lines.add(line);
            if (content) {
                content = !line.equals(".");
                if (!content) {
                    say(socket, "250 2.0.0 taken");
                }
            } else if (line.equals("STARTTLS")) {
                say(socket, "220 go");
                SSLSocket encrypted = (SSLSocket) context.getSocketFactory().createSocket(socket, null, true);
                speak(encrypted, "250-hop\r\n250 8BITMIME");
                return;
            } else {
                content = line.equals("DATA");
                say(socket, line.startsWith("EHLO") ? hello : content ? "354 go" : "250 ok");
            }
        }
    }

    private static void say(Socket socket, String reply) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        server.close();
        thread.join(5_000);
    }
}
