package org.gatepost.workbench.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One SMTP session of a load's client: commands, content and replies, one after the other or in groups. For one thread at a time; only {@link #vanish} is for others. */
public final class SmtpConversation implements AutoCloseable {

    /** What a client should give the slowest reply, that to the final dot (RFC 5321 section 4.5.3.2.6). */
    public static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int CONNECT_MILLIS = 5_000;
    private static final int REPLY_OCTETS_MAX = 2_048;
    /** Small: there may be 15,000 of them. */
    private static final int BUFFER_OCTETS = 512;
    private static final int CODE_OCTETS = 3;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_OCTETS];
    private int position;
    private int limit;

    /** A reply that was not the one that lets the transaction go on; its message is that reply. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(String reply) {
            super(reply);
        }
    }

    /** @param socket connected */
    SmtpConversation(Socket socket) throws IOException {
        this.socket = socket;
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /**
     * Connects to a port on loopback and reads the greeting.
     *
     * @param source the loopback address to come from: one address has only so many ports
     * @param patience for each reply
     * @throws Refused if it is not greeted with 220
     */
    public static SmtpConversation open(InetAddress source, int port, Duration patience) throws IOException {
        Socket socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(source, 0));
            socket.connect(new InetSocketAddress(loopback(1), port), CONNECT_MILLIS);
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            // Commands are small and each is waited for.
            socket.setTcpNoDelay(true);
            SmtpConversation conversation = new SmtpConversation(socket);
            conversation.expect(220);
            return conversation;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** The same with all patience there is. */
    public static SmtpConversation open(InetAddress source, int port) throws IOException {
        return open(source, port, PATIENCE);
    }

    /** From 127.0.0.1, greeted and introduced by EHLO with that name. */
    public static SmtpConversation introduced(String hello, int port, Duration patience) throws IOException {
        SmtpConversation conversation = open(loopback(1), port, patience);
        try {
            conversation.command("EHLO " + hello, 250);
            return conversation;
        } catch (IOException e) {
            conversation.close();
            throw e;
        }
    }

    /** 127.0.0.{@code host}. */
    public static InetAddress loopback(int host) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) host});
    }

    /** Sends a line and returns the code of the reply. */
    public int command(String line) throws IOException {
        write(line + "\r\n");
        return Integer.parseInt(reply().substring(0, CODE_OCTETS));
    }

    /** Sends a line and returns the reply, which must have that code. */
    public String command(String line, int code) throws IOException {
        write(line + "\r\n");
        return expect(code);
    }

    /** Sends octets as they are, one for each character. */
    public void write(String octets) throws IOException {
        write(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Sends octets as they are. */
    public void write(ByteBuffer octets) throws IOException {
        out.write(octets.array(), octets.arrayOffset() + octets.position(), octets.remaining());
    }

    /** Reads a reply, which must have that code. */
    public String expect(int code) throws IOException {
        String reply = reply();
        if (!reply.startsWith(Integer.toString(code))) {
            throw new Refused(reply);
        }
        return reply;
    }

    /** Reads one reply; its lines, the last without its ending. What came behind it stays for the next. */
    private String reply() throws IOException {
        StringBuilder reply = new StringBuilder();
        int line;
        do {
            line = reply.length();
            for (int octet = next(); octet != '\n'; octet = next()) {
                if (reply.append((char) octet).length() > REPLY_OCTETS_MAX) {
                    throw new IOException("a reply over " + REPLY_OCTETS_MAX + " octets");
                }
            }
            reply.append('\n');
            if (reply.length() - line <= CODE_OCTETS) {
                throw new IOException("no reply: " + reply.substring(line).strip());
            }
            // The last line is the one whose code is followed by no hyphen (RFC 5321 section 4.2.1).
        } while (reply.charAt(line + CODE_OCTETS) == '-');
        return reply.toString().stripTrailing();
    }

    private int next() throws IOException {
        if (position == limit) {
            position = 0;
            limit = Math.max(0, in.read(buffer));
            if (limit == 0) {
                throw new EOFException("the server closed the connection");
            }
        }
        return buffer[position++] & 0xff;
    }

    /** Lets go of it without a FIN: where packets are dropped just then, the server never hears that we are gone. */
    public void vanish() {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // Closed already, which is all that was wanted.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
