package org.gatepost.smtp.ra;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;

import org.gatepost.smtp.session.Link;

/** A link over a TCP connection. */
final class SocketLink implements Link {

    private static final int LINGER_READS_MAX = 64;
    private static final int LINGER_MILLIS = 250;

    private final Socket socket;
    private final InputStream input;
    private final OutputStream output;

    SocketLink(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        this.input = socket.getInputStream();
        this.output = socket.getOutputStream();
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public void setReadTimeout(Duration patience) throws IOException {
        socket.setSoTimeout(Math.clamp(patience.toMillis(), 1, Integer.MAX_VALUE));
    }

    /** A connection closed with input unread is reset, and the client may never see why we hung up: what still comes is read for a moment. */
    @Override
    public void finish() {
        try {
            socket.shutdownOutput();
            socket.setSoTimeout(LINGER_MILLIS);
            byte[] forgotten = new byte[4 << 10];
            for (int i = 0; i < LINGER_READS_MAX && input.read(forgotten) >= 0; i++) {
                continue;
            }
        } catch (IOException e) {
            System.getLogger(SocketLink.class.getName()).log(System.Logger.Level.TRACE, "the client did not wait for our end", e);
        }
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            System.getLogger(SocketLink.class.getName()).log(System.Logger.Level.DEBUG, "closing a connection", e);
        }
    }
}
