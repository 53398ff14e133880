package org.gatepost.workbench.chaos;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * An engine that speaks clamd's protocol and finds everything clean, as a process of its own that can be frozen. Says its port on standard output;
 * ends when its standard input does, so that it never outlives who started it.
 */
public final class ScannerStub {

    private static final int BACKLOG = 256;
    private static final int CHUNK_OCTETS_MAX = 1 << 22;

    private ScannerStub() {
    }

    public static void main(String[] arguments) throws IOException {
        ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getByName("127.0.0.1"));
        System.out.println(server.getLocalPort());
        Thread.ofVirtual().start(() -> accept(server));
        while (System.in.read() >= 0) {
            // Nothing is said to it.
        }
    }

    private static void accept(ServerSocket server) {
        while (true) {
            try {
                Socket socket = server.accept();
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException e) {
                System.out.println("not accepted: " + e);
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket; DataInputStream in = new DataInputStream(socket.getInputStream()); OutputStream out = socket.getOutputStream()) {
            String command = command(in);
            if (command.equals("zINSTREAM")) {
                skipChunks(in);
                out.write("stream: OK\0".getBytes(StandardCharsets.US_ASCII));
            } else if (command.equals("zPING")) {
                out.write("PONG\0".getBytes(StandardCharsets.US_ASCII));
            }
            out.flush();
        } catch (IOException e) {
            // Who asked is gone.
        }
    }

    private static String command(DataInputStream in) throws IOException {
        StringBuilder command = new StringBuilder();
        for (int octet = in.readUnsignedByte(); octet != 0; octet = in.readUnsignedByte()) {
            if (command.append((char) octet).length() > 64) {
                throw new IOException("no command");
            }
        }
        return command.toString();
    }

    private static void skipChunks(DataInputStream in) throws IOException {
        for (int length = in.readInt(); length != 0; length = in.readInt()) {
            if (length < 0 || length > CHUNK_OCTETS_MAX) {
                throw new IOException("no chunk: " + length);
            }
            for (int left = length; left > 0;) {
                int skipped = in.skipBytes(left);
                if (skipped == 0) {
                    throw new EOFException();
                }
                left -= skipped;
            }
        }
    }
}
