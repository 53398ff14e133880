package org.gatepost.smtp.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;

/** A plain TCP connection to a next hop. */
public final class SocketLink implements RemoteLink {

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private SocketLink(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** Looks the host up anew and tries its addresses in turn: the {@link RemoteLink.Connector} for real next hops. */
    public static RemoteLink connect(String host, int port, Duration timeout) throws IOException {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new IOException("no address for " + host, e);
        }
        IOException all = null;
        for (InetAddress address : addresses) {
            try {
                return connect(new InetSocketAddress(address, port), timeout);
            } catch (IOException e) {
                String text = (all == null ? "" : all.getMessage() + "; ") + address.getHostAddress() + " port " + port + ": " + e.getMessage();
                all = new IOException(text, e);
            }
        }
        throw all == null ? new IOException("no address for " + host) : all;
    }

    private static RemoteLink connect(InetSocketAddress address, Duration timeout) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(address, (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE));
            return new SocketLink(socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public InputStream in() {
        return in;
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public void readTimeout(Duration timeout) throws IOException {
        socket.setSoTimeout(timeout.isZero() ? 0 : (int) Math.clamp(timeout.toMillis(), 1L, Integer.MAX_VALUE));
    }

    @Override
    public String remoteAddress() {
        return socket.getInetAddress().getHostAddress();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Closed is all we wanted.
            return;
        }
    }
}
