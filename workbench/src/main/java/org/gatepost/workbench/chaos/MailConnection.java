package org.gatepost.workbench.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** One SMTP connection of the load's client. For one thread; only {@link #vanish} is for others. */
final class MailConnection implements AutoCloseable {

    private static final int CONNECT_MILLIS = 5_000;

    /** A reply that was not the one that lets the transaction go on. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String reply) {
            super(reply);
        }
    }

    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;

    /** @param patience for one reply */
    MailConnection(int port, Duration patience) throws IOException, Refused {
        try {
            socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), CONNECT_MILLIS);
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
            expect("220");
            command("EHLO chaos.example", "250");
        } catch (IOException | Refused e) {
            close();
            throw e;
        }
    }

    /** Says a line; its reply must begin so. */
    String command(String line, String wanted) throws IOException, Refused {
        send(line + "\r\n");
        return expect(wanted);
    }

    void send(String octets) throws IOException {
        out.write(octets.getBytes(ISO_8859_1));
        out.flush();
    }

    private String expect(String wanted) throws IOException, Refused {
        String reply = reply();
        if (!reply.startsWith(wanted)) {
            throw new Refused(reply);
        }
        return reply;
    }

    private String reply() throws IOException {
        String line = line();
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = line();
        }
        return line;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("closed without a reply");
            }
            line.append((char) octet);
        }
        return line.toString().stripTrailing();
    }

    /** Lets go of it without a FIN: where packets are dropped just then, the server never hears that we are gone. */
    void vanish() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // Closed already.
        }
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
