package org.gatepost.workbench.bench.large;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * An LMTP server on loopback that keeps nothing of a message but its SHA-256. A virtual thread for each connection; safe for use by many threads.
 */
final class HashingSink implements AutoCloseable {

    private static final int BACKLOG = 200;

    private final ServerSocket listening;
    private final Arrivals arrivals = new Arrivals();

    /** @param port 0: any free one */
    HashingSink(int port) throws IOException {
        listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
        Thread.ofVirtual().name("sink").start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** What has arrived so far. */
    Arrivals arrivals() {
        return arrivals;
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = listening.accept();
                Thread.ofVirtual().name("sink").start(() -> serve(connection));
            }
        } catch (IOException e) {
            // Closed: that is how it ends.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            new SinkDialog(arrivals).run(new SinkLines(connection.getInputStream()), connection.getOutputStream());
        } catch (IOException e) {
            // A client that went away counts as one whose message did not arrive.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
