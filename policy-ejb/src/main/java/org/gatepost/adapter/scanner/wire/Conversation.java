package org.gatepost.adapter.scanner.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.gatepost.scan.ScannerPolicy;

/**
 * One connection to an engine, with one deadline for all of it. What we say is said by a thread of its own, so that an engine that answers before it has
 * heard all is heard, and one that hears no more is given up in time. Used by one virtual thread, which an interrupt ends, and closed by it.
 */
public final class Conversation implements AutoCloseable {

    private static final int BUFFER_OCTETS = 16 * 1024;

    private final long end;
    private final Socket socket;
    private final InputStream in;
    private Thread speaker = Thread.ofVirtual().unstarted(() -> { });
    private volatile IOException unsaid;

    /** What is said. An exception of its own, other than the connection's, makes the question fail. */
    @FunctionalInterface
    public interface Speech {
        void speak(OutputStream out) throws IOException;
    }

    /** Connects; the name is looked up for each question: the engine may have moved. */
    public Conversation(ScannerPolicy.Server server, Duration deadline) throws IOException {
        end = System.nanoTime() + deadline.toNanos();
        InetSocketAddress address = server.proxy().isEmpty() ? new InetSocketAddress(server.host(), server.port())
                : InetSocketAddress.createUnresolved(server.host(), server.port());
        if (server.proxy().isEmpty() && address.isUnresolved()) {
            throw new IOException("no address for " + server.host());
        }
        socket = server.proxy().map(proxy -> new Socket(new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(proxy.host(), proxy.port())))).orElseGet(Socket::new);
        try {
            socket.setTcpNoDelay(true);
            socket.connect(address, millisLeft());
            in = new BufferedInputStream(new InTime(socket.getInputStream()), BUFFER_OCTETS);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Says this, after all that was to be said before; returns at once. What it needs stays open until {@link #close}. */
    public void say(Speech speech) {
        Thread before = speaker;
        speaker = Thread.ofVirtual().start(() -> {
            try {
                if (before.getState() != Thread.State.NEW) {
                    before.join();
                }
                OutputStream out = socket.getOutputStream();
                speech.speak(out);
                out.flush();
            } catch (IOException e) {
                unsaid = e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Says a text in ISO 8859-1; see {@link #say}. */
    public void say(String text) {
        say(out -> out.write(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** All that the engine says; a read ends with the deadline. */
    public InputStream hear() {
        return in;
    }

    /** The next line, without its ending, in ISO 8859-1. */
    public String line(int octetsMax) throws IOException {
        String line = until('\n', '\n', octetsMax);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    /** All octets before one of these two, in ISO 8859-1. */
    public String until(int one, int other, int octetsMax) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int octet = next(); octet != one && octet != other; octet = next()) {
            if (text.size() == octetsMax) {
                throw new IOException("more than " + octetsMax + " octets without an end");
            }
            text.write(octet);
        }
        return text.toString(StandardCharsets.ISO_8859_1);
    }

    /** Exactly that many octets. */
    public byte[] octets(int count) throws IOException {
        byte[] octets = in.readNBytes(count);
        if (octets.length < count) {
            throw closed();
        }
        return octets;
    }

    private int next() throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw closed();
        }
        return octet;
    }

    private IOException closed() {
        IOException why = unsaid;
        return why == null ? new EOFException("connection closed without a whole answer")
                : new EOFException("connection closed without a whole answer, and not all was heard: " + why.getMessage());
    }

    private int millisLeft() throws SocketTimeoutException {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    /** Ends it, also what is being said. */
    @Override
    public void close() throws IOException {
        socket.close();
        boolean interrupted = false;
        while (speaker.getState() != Thread.State.NEW) {
            try {
                speaker.join();
                break;
            } catch (InterruptedException e) {
                // It stands before a closed socket, and may still read what its caller is about to close.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Each read has what is left of the time. */
    private final class InTime extends InputStream {
        private final InputStream octets;

        InTime(InputStream octets) {
            this.octets = octets;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            socket.setSoTimeout(millisLeft());
            try {
                return octets.read(into, offset, length);
            } catch (SocketTimeoutException e) {
                throw new SocketTimeoutException("no answer in time");
            }
        }
    }
}
