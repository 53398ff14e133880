package org.gatepost.workbench.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** An SMTP next hop that offers and answers as it is told, and keeps what it heard. */
final class ScriptedHop implements AutoCloseable {

    /** Lines of commands, without content, over all connections. */
    final List<String> commands = new CopyOnWriteArrayList<>();
    final List<String> messages = new CopyOnWriteArrayList<>();
    /** When each MAIL came, by {@link System#nanoTime()}. */
    final List<Long> mails = new CopyOnWriteArrayList<>();
    /** Recipients named over each connection. */
    final List<Integer> recipients = new CopyOnWriteArrayList<>();
    volatile String rcptReply = "250 2.1.5 ok";
    private final List<String> offers;
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /** @param offers lines of its answer to EHLO, after the first */
    ScriptedHop(String... offers) throws IOException {
        this.offers = List.of(offers);
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> talk(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void talk(Socket socket) {
        int named = 0;
        try (socket; BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
            say(socket, "220 hop.example");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                commands.add(line);
                switch (line.split(" ")[0].toUpperCase(Locale.ROOT)) {
                    case "EHLO" -> say(socket, offers.isEmpty() ? "250 hop.example" : "250-hop.example\r\n" + String.join("\r\n", lines()));
                    case "MAIL" -> {
                        mails.add(System.nanoTime());
                        say(socket, "250 2.1.0 ok");
                    }
                    case "RCPT" -> {
                        named++;
                        say(socket, rcptReply);
                    }
                    case "DATA" -> {
                        say(socket, "354 go");
                        messages.add(content(in));
                        say(socket, "250 2.0.0 taken");
                    }
                    case "QUIT" -> say(socket, "221 2.0.0 bye");
                    default -> say(socket, "250 2.0.0 ok");
                }
            }
        } catch (IOException e) {
            // The client went away, or the test is over.
            return;
        } finally {
            recipients.add(named);
        }
    }

    private List<String> lines() {
        return IntStream.range(0, offers.size()).mapToObj(i -> "250" + (i == offers.size() - 1 ? " " : "-") + offers.get(i)).toList();
    }

    private static String content(BufferedReader in) throws IOException {
        StringBuilder content = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            content.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        return content.toString();
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
