package org.gatepost.workbench.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

import org.gatepost.workbench.fixture.Eventually;

/** A next hop that offers what it is told to, takes everything, and remembers the envelopes. */
final class OfferingHop implements AutoCloseable {

    private static final Duration HEARD_WITHIN = Duration.ofSeconds(20);

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final List<String> offered;
    private final List<List<String>> envelopes = new CopyOnWriteArrayList<>();

    OfferingHop(String... offered) throws IOException {
        this.offered = List.of(offered);
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    Thread.ofVirtual().start(() -> talk(socket));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    int port() {
        return server.getLocalPort();
    }

    /** MAIL and RCPT of the message it took whose recipient begins so; waits for it. */
    List<String> heard(String recipient) throws Exception {
        return Eventually.get("mail for " + recipient, HEARD_WITHIN, () -> mailFor(recipient), found -> !found.isEmpty()).getFirst();
    }

    /** Such envelopes so far. */
    List<List<String>> mailFor(String recipient) {
        return envelopes.stream().filter(envelope -> envelope.stream().anyMatch(line -> line.startsWith("RCPT TO:<" + recipient))).toList();
    }

    private void talk(Socket socket) {
        try (socket; BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1)); OutputStream out = socket.getOutputStream()) {
            say(out, "220 hop");
            List<String> envelope = new ArrayList<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                switch (line.split("[ :]")[0].toUpperCase(Locale.ROOT)) {
                    case "EHLO" -> {
                        say(out, "250-hop");
                        for (String extension : offered) {
                            say(out, "250-" + extension);
                        }
                        say(out, "250 8BITMIME");
                    }
                    case "MAIL" -> {
                        envelope = new ArrayList<>(List.of(line));
                        say(out, "250 ok");
                    }
                    case "RCPT" -> {
                        envelope.add(line);
                        say(out, "250 ok");
                    }
                    case "DATA" -> {
                        say(out, "354 go");
                        while (!".".equals(in.readLine())) {
                            // to the end
                        }
                        envelopes.add(List.copyOf(envelope));
                        say(out, "250 ok");
                    }
                    case "QUIT" -> say(out, "221 bye");
                    default -> say(out, "250 ok");
                }
            }
        } catch (IOException e) {
            // the client went away
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
