package org.gatepost.workbench.demo.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/**
 * The demo message store as a process: LMTP on GATEPOST_DEMO_LMTP_PORT, SMTP on GATEPOST_DEMO_REMOTE_PORT, both on 127.0.0.1, Maildirs under
 * GATEPOST_VAR. A port set to 0 is not opened. A virtual thread per connection; TERM simply ends it: what was answered 250 is on disk.
 */
public final class DemoStore {

    private static final int CONNECTIONS_MAX = 1_000;
    private static final int BACKLOG = 512;
    private static final int IDLE_MILLIS = 600_000;

    private final Semaphore places = new Semaphore(CONNECTIONS_MAX);

    private DemoStore() {
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path mail = Files.createDirectories(Path.of(System.getenv("GATEPOST_VAR"), "mail"));
        DemoStore store = new DemoStore();
        Thread lmtp = store.listen(port("GATEPOST_DEMO_LMTP_PORT"), StoreSession.Protocol.LMTP, new Mailboxes.Users(mail));
        Thread smtp = store.listen(port("GATEPOST_DEMO_REMOTE_PORT"), StoreSession.Protocol.SMTP, new Mailboxes.Sink(mail));
        System.out.println("demo store ready, mail under " + mail);
        lmtp.join();
        smtp.join();
    }

    private static int port(String setting) {
        return Integer.parseInt(System.getenv(setting));
    }

    private Thread listen(int port, StoreSession.Protocol protocol, Mailboxes mailboxes) throws IOException {
        if (port == 0) {
            return Thread.startVirtualThread(() -> { });
        }
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), BACKLOG);
        return Thread.ofPlatform().name(protocol + " " + port).start(() -> accept(server, protocol, mailboxes));
    }

    private void accept(ServerSocket server, StoreSession.Protocol protocol, Mailboxes mailboxes) {
        while (true) {
            try {
                // Beyond the limit connections wait in the backlog.
                places.acquireUninterruptibly();
                Socket socket = server.accept();
                Thread.startVirtualThread(() -> serve(socket, protocol, mailboxes));
            } catch (IOException e) {
                places.release();
                System.out.println(protocol + ": " + e);
            }
        }
    }

    private void serve(Socket socket, StoreSession.Protocol protocol, Mailboxes mailboxes) {
        try (socket) {
            socket.setSoTimeout(IDLE_MILLIS);
            socket.setTcpNoDelay(true);
            new StoreSession(protocol, mailboxes, new StoreWire(socket.getInputStream(), socket.getOutputStream())).run();
        } catch (IOException e) {
            System.out.println(protocol + " connection from " + socket.getRemoteSocketAddress() + " lost: " + e.getMessage());
        } finally {
            places.release();
        }
    }
}
