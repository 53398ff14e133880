package org.gatepost.workbench.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.gatepost.workbench.fixture.Eventually;

/** Where the peers hand on what they took: offers what they may pass on, and keeps each envelope and each content octet for octet. */
final class Sink implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final String OFFER = "250-sink\r\n250-PIPELINING\r\n250-SIZE\r\n250-8BITMIME\r\n250-DSN\r\n250-SMTPUTF8\r\n250 ENHANCEDSTATUSCODES\r\n";

    private final ServerSocket server;
    private final List<Taken> taken = new CopyOnWriteArrayList<>();

    /**
     * A message.
     *
     * @param mail the MAIL command, {@code rcpt} the RCPT commands
     * @param content without dots that stood for the wire's sake; a character an octet
     */
    record Taken(String mail, List<String> rcpt, String content) {
    }

    Sink(String address, int port) throws IOException {
        server = new ServerSocket(port, 50, InetAddress.getByName(address));
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    List<Taken> containing(String text) {
        return taken.stream().filter(message -> message.content().contains(text)).toList();
    }

    /** Waits for the one message with that text. */
    Taken await(String text) throws Exception {
        return Eventually.get("a message with " + text + " at the sink", PATIENCE, () -> containing(text), found -> found.size() == 1).getFirst();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                // Closed: the tests are over.
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            say(out, "220 sink\r\n");
            String mail = "";
            List<String> rcpt = new ArrayList<>();
            for (String line = line(in); !line.isEmpty() && !line.startsWith("QUIT"); line = line(in)) {
                if (line.startsWith("EHLO")) {
                    say(out, OFFER);
                } else if (line.startsWith("DATA")) {
                    say(out, "354 go\r\n");
                    taken.add(new Taken(mail, List.copyOf(rcpt), content(in)));
                    say(out, "250 2.0.0 taken\r\n");
                } else {
                    if (line.startsWith("MAIL")) {
                        mail = line.strip();
                        rcpt.clear();
                    } else if (line.startsWith("RCPT")) {
                        rcpt.add(line.strip());
                    }
                    say(out, "250 2.0.0 ok\r\n");
                }
            }
            say(out, "221 2.0.0 bye\r\n");
        } catch (IOException e) {
            // The peer went away; what it had not finished is not taken.
            return;
        }
    }

    private static String content(InputStream in) throws IOException {
        StringBuilder content = new StringBuilder();
        for (String line = line(in); !line.equals(".\r\n"); line = line(in)) {
            if (line.isEmpty()) {
                throw new IOException("the connection ended within a content");
            }
            content.append(line, line.startsWith(".") ? 1 : 0, line.length());
        }
        return content.toString();
    }

    /** With its ending, whatever it is; empty at the end of the connection. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            line.write(octet);
            if (octet == '\n') {
                break;
            }
        }
        return line.toString(ISO_8859_1);
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
