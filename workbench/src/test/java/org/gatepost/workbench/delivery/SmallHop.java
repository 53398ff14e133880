package org.gatepost.workbench.delivery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A next hop on a loopback port: SMTP or LMTP, with PIPELINING; keeps what it took. */
final class SmallHop implements AutoCloseable {

    final List<String> messages = new CopyOnWriteArrayList<>();
    private final ServerSocket server;
    private final boolean silent;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /** @param silent accepts connections and says nothing */
    SmallHop(boolean silent) throws IOException {
        this.silent = silent;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
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
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket; BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
                OutputStream out = socket.getOutputStream()) {
            if (silent) {
                in.readLine();
                return;
            }
            say(out, "220 hop");
            boolean lmtp = false;
            int recipients = 0;
            for (String line = in.readLine(); line != null && !line.equals("QUIT"); line = in.readLine()) {
                if (line.startsWith("LHLO") || line.startsWith("EHLO")) {
                    lmtp = line.startsWith("L");
                    say(out, "250-hop\r\n250-SIZE\r\n250 PIPELINING");
                } else if (line.equals("DATA")) {
                    say(out, "354 go");
                    messages.add(content(in));
                    for (int i = lmtp ? recipients : 1; i > 0; i--) {
                        say(out, "250 2.0.0 taken");
                    }
                    recipients = 0;
                } else {
                    recipients += line.startsWith("RCPT") ? 1 : 0;
                    say(out, "250 2.0.0 ok");
                }
            }
        } catch (IOException e) {
            // The client went away, or the test is over.
            return;
        }
    }

    private static String content(BufferedReader in) throws IOException {
        StringBuilder content = new StringBuilder();
        for (String line = in.readLine(); !line.equals("."); line = in.readLine()) {
            content.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        return content.toString();
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
