package org.gatepost.workbench.scan;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A SOCKS proxy (RFC 1928) on loopback that leads to one port, whatever name it is asked for, and remembers those. */
final class SocksProxy implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final int target;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    SocksProxy(int target) throws IOException {
        this.target = target;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** {@code name:port} of each connection. */
    List<String> asked() {
        return asked;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> lead(client));
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    private void lead(Socket client) {
        try (client; Socket engine = new Socket(InetAddress.getLoopbackAddress(), target)) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            in.readByte();
            in.readFully(new byte[in.readUnsignedByte()]);
            out.write(new byte[] {5, 0});
            // Version, connect, reserved, a name.
            in.readFully(new byte[4]);
            byte[] name = new byte[in.readUnsignedByte()];
            in.readFully(name);
            asked.add(new String(name, StandardCharsets.US_ASCII) + ':' + in.readUnsignedShort());
            out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
            Thread back = Thread.ofVirtual().start(() -> pump(engine, client));
            pump(client, engine);
            back.join();
        } catch (IOException e) {
            // Somebody hung up.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException e) {
            // Somebody hung up.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
