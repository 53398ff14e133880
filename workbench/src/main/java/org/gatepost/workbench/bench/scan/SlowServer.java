package org.gatepost.workbench.bench.scan;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A port on loopback, any free one, where each connection is served on a virtual thread of its own. Safe for use by many threads. */
public final class SlowServer implements AutoCloseable {

    private static final int BACKLOG = 200;

    private final ServerSocket listening;

    /** What is said on one connection. */
    public interface Dialog {
        void run(DataInputStream in, DataOutputStream out) throws IOException;
    }

    /** Listens from now on. */
    public SlowServer(Dialog dialog) throws IOException {
        listening = new ServerSocket();
        listening.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), BACKLOG);
        Thread.ofVirtual().start(() -> accept(dialog));
    }

    /** Where it listens. */
    public int port() {
        return listening.getLocalPort();
    }

    private void accept(Dialog dialog) {
        while (!listening.isClosed()) {
            try {
                Socket connection = listening.accept();
                Thread.ofVirtual().start(() -> serve(connection, dialog));
            } catch (IOException e) {
                // Closed, which is how it ends; or the client was gone already.
            }
        }
    }

    private static void serve(Socket connection, Dialog dialog) {
        try (connection) {
            connection.setTcpNoDelay(true);
            dialog.run(new DataInputStream(new BufferedInputStream(connection.getInputStream(), 65_536)),
                    new DataOutputStream(new BufferedOutputStream(connection.getOutputStream())));
        } catch (IOException e) {
            // The client went away.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
