package org.gatepost.workbench.bench.latency;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

import org.gatepost.workbench.bench.harness.SmtpSource;

/** One connection that carries many messages (RFC 5321), each of 4 KiB; commands before the data are sent as a group (RFC 2920). For one thread. */
final class ClientSession implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 60_000;
    private static final byte[] ENVELOPE = ("MAIL FROM:<" + SmtpSource.SENDER + ">\r\nRCPT TO:<" + SmtpSource.RECIPIENT + ">\r\nDATA\r\n").getBytes(US_ASCII);
    private static final byte[] CONTENT = content();

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    /**
     * When, by {@link System#nanoTime()}.
     *
     * @param dataEnded just before the end of data was written
     * @param replied when its reply had been read
     */
    record Times(long dataEnded, long replied) {
    }

    ClientSession(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), 1_024);
        out = socket.getOutputStream();
        expect(220);
        out.write("EHLO client.remote.example\r\n".getBytes(US_ASCII));
        expect(250);
    }

    private static byte[] content() {
        StringBuilder text = new StringBuilder("From: <" + SmtpSource.SENDER + ">\r\nTo: <" + SmtpSource.RECIPIENT + ">\r\nSubject: bench\r\n\r\n");
        // 64 lines of 64 octets.
        for (int i = 0; i < 64; i++) {
            text.append("x".repeat(62)).append("\r\n");
        }
        return text.append(".\r\n").toString().getBytes(US_ASCII);
    }

    /** @throws IOException also when the server did not accept the message */
    Times send() throws IOException {
        out.write(ENVELOPE);
        expect(250);
        expect(250);
        expect(354);
        long dataEnded = System.nanoTime();
        out.write(CONTENT);
        expect(250);
        return new Times(dataEnded, System.nanoTime());
    }

    private void expect(int code) throws IOException {
        String line;
        do {
            line = line();
        } while (line.length() > 3 && line.charAt(3) == '-');
        if (!line.startsWith(String.valueOf(code))) {
            throw new IOException("the server said: " + line);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("the server closed the connection");
            }
            line.append((char) octet);
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        try (socket) {
            out.write("QUIT\r\n".getBytes(US_ASCII));
            expect(221);
        }
    }
}
