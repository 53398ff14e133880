package org.gatepost.workbench.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One SMTP session of a load: commands and replies on a blocking channel, one command at a time. For one thread at a time. */
public final class SmtpConversation implements AutoCloseable {

    private static final int REPLY_OCTETS_MAX = 2_048;

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(REPLY_OCTETS_MAX);

    private SmtpConversation(SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * Connects to a port on loopback and reads the greeting.
     *
     * @param source the loopback address to come from: one address has only so many ports
     * @throws IOException if it is not greeted with 220
     */
    public static SmtpConversation open(InetAddress source, int port) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.bind(new InetSocketAddress(source, 0));
            channel.connect(new InetSocketAddress(loopback(1), port));
            // Commands are small and each is waited for.
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SmtpConversation conversation = new SmtpConversation(channel);
            conversation.require(220, "the greeting", conversation.reply());
            return conversation;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** 127.0.0.{@code host}. */
    public static InetAddress loopback(int host) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) host});
    }

    /** Sends a line and returns the code of the reply. */
    public int command(String line) throws IOException {
        write(ByteBuffer.wrap((line + "\r\n").getBytes(StandardCharsets.US_ASCII)));
        return reply();
    }

    /** Sends a line; a reply with another code is an {@link IOException}. */
    public void command(String line, int expected) throws IOException {
        require(expected, line, command(line));
    }

    private void require(int expected, String what, int code) throws IOException {
        if (code != expected) {
            throw new IOException(what + " was answered " + new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1).strip());
        }
    }

    /** Sends octets as they are. */
    public void write(ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }

    /** Reads one reply of one or more lines; its code. */
    public int reply() throws IOException {
        in.clear();
        while (!isWhole()) {
            if (!in.hasRemaining()) {
                throw new IOException("a reply over " + REPLY_OCTETS_MAX + " octets");
            }
            if (channel.read(in) < 0) {
                throw new EOFException("the server closed the connection");
            }
        }
        return Integer.parseInt(new String(in.array(), 0, 3, StandardCharsets.US_ASCII));
    }

    /** A reply ends with a line whose code is followed by no hyphen (RFC 5321 4.2.1). */
    private boolean isWhole() {
        int end = in.position();
        if (end < 5 || in.get(end - 1) != '\n') {
            return false;
        }
        int line = end - 2;
        while (line > 0 && in.get(line - 1) != '\n') {
            line--;
        }
        return end - line > 4 && in.get(line + 3) != '-';
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
