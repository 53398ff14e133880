package org.gatepost.adapter.scanner.milter;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

import org.gatepost.scan.ScannerPolicy;

/** One connection to a filter, by TCP or a socket of this machine, with one deadline for a message. Used by one thread at a time. */
final class SocketLink implements MilterLink {

    private final Selector selector;
    private final SocketChannel channel;
    private long end;

    private SocketLink(SocketAddress address, long connectEnd) throws IOException {
        end = connectEnd;
        channel = address instanceof UnixDomainSocketAddress ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
        try {
            selector = Selector.open();
        } catch (IOException e) {
            // Where there are no descriptors left, none may be lost.
            channel.close();
            throw e;
        }
        try {
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_CONNECT);
            if (!channel.connect(address)) {
                while (!channel.finishConnect()) {
                    await(SelectionKey.OP_CONNECT);
                }
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Connects to the first of the name's addresses that takes it, in the resolver's order; one that is silent leaves the others their share of the time. */
    static SocketLink to(ScannerPolicy.Server server, Duration deadline) throws IOException {
        long end = System.nanoTime() + deadline.toNanos();
        if (server.path().isPresent()) {
            return new SocketLink(UnixDomainSocketAddress.of(server.path().get()), end);
        }
        InetAddress[] addresses = InetAddress.getAllByName(server.host());
        IOException last = new IOException("no address for " + server.host());
        for (int i = 0; i < addresses.length; i++) {
            long now = System.nanoTime();
            try {
                SocketLink link = new SocketLink(new InetSocketAddress(addresses[i], server.port()), now + (end - now) / (addresses.length - i));
                link.end = end;
                return link;
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    @Override
    public void send(ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            if (channel.write(octets) == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
    }

    @Override
    public void receive(ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            int count = channel.read(octets);
            if (count < 0) {
                throw new EOFException("connection closed without a whole answer");
            }
            if (count == 0) {
                await(SelectionKey.OP_READ);
            }
        }
    }

    @Override
    public int glance(ByteBuffer octets) throws IOException {
        return channel.read(octets);
    }

    @Override
    public void within(Duration deadline) {
        end = System.nanoTime() + deadline.toNanos();
    }

    private void await(int operation) throws IOException {
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        channel.keyFor(selector).interestOps(operation);
        selector.select(millis);
        selector.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("given up");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        selector.close();
    }
}
