package org.gatepost.smtp.ra;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.resource.spi.work.Work;

import org.gatepost.smtp.listener.PortNotice;
import org.gatepost.smtp.listener.SmtpListener;
import org.gatepost.smtp.protocol.IpAddress;

/**
 * One address and port: waits until policy can judge, binds, and accepts until stopped. Runs on a thread of the container's; a port that cannot be
 * bound is said loudly and tried again every second.
 */
final class SmtpPort implements Work {

    private static final System.Logger LOG = System.getLogger(SmtpPort.class.getName());
    private static final long READY_MILLIS = 100;
    private static final long AGAIN_MILLIS = 1_000;
    private static final int BACKLOG = 1_024;

    private final InetSocketAddress address;
    private final Door door;
    private final SmtpListener listener;
    private final OpenSessions sessions;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile ServerSocket server;

    SmtpPort(InetSocketAddress address, Door door, SmtpListener listener, OpenSessions sessions) {
        this.address = address;
        this.door = door;
        this.listener = listener;
        this.sessions = sessions;
    }

    @Override
    public void run() {
        try {
            while (!isStopped() && !listener.ready()) {
                pause(READY_MILLIS);
            }
            tell(false);
            while (!isStopped() && !bind()) {
                pause(AGAIN_MILLIS);
            }
            if (!isStopped()) {
                tell(true);
            }
            while (!isStopped()) {
                accept();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stop();
        }
    }

    /** Closes the port. May be called twice. */
    void stop() {
        stopped.countDown();
        close(server);
    }

    @Override
    public void release() {
        stop();
    }

    /** The port bound, or -1 while there is none. */
    int localPort() {
        ServerSocket bound = server;
        return bound == null ? -1 : bound.getLocalPort();
    }

    private boolean bind() {
        ServerSocket candidate = null;
        try {
            candidate = new ServerSocket();
            candidate.setReuseAddress(true);
            candidate.bind(address, BACKLOG);
            server = candidate;
            LOG.log(System.Logger.Level.INFO, "listening on {0}, port {1} ({2})", address.getAddress().getHostAddress(), Integer.toString(localPort()), door.listener());
            return true;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "cannot listen on {0}, port {1} (GATEPOST_BIND, {2}), trying again every second: {3}",
                    address.getAddress().getHostAddress(), Integer.toString(address.getPort()), door.setting(), e.getMessage());
            close(candidate);
            return false;
        }
    }

    private void accept() throws InterruptedException {
        Socket socket = null;
        try {
            socket = server.accept();
            sessions.begin(socket, door);
        } catch (IOException | RuntimeException | Error e) {
            // Whatever it is, memory run out included: the port stays open.
            close(socket);
            if (!isStopped()) {
                LOG.log(System.Logger.Level.WARNING, "a connection could not be taken: {0}", e.toString());
                pause(READY_MILLIS);
            }
        }
    }

    private void tell(boolean open) {
        listener.onPort(new PortNotice(door.listener(), IpAddress.of(address.getAddress().getAddress()), address.getPort(), open));
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private void pause(long millis) throws InterruptedException {
        if (stopped.await(millis, TimeUnit.MILLISECONDS)) {
            LOG.log(System.Logger.Level.DEBUG, "stopped while waiting");
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (Exception e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a socket", e);
        }
    }
}
