package org.gatepost.adapter.scanner.clamd;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One connection to clamd, with one deadline for all of it. It reads while it writes: clamd answers before the end when a message is too large for
 * it, and then no longer reads. Used by one thread and closed by it.
 */
final class ClamdExchange implements AutoCloseable {

    /** Octets of an answer: a name of a signature and a few words. */
    static final int ANSWER_OCTETS_MAX = 4096;

    private final long end;
    private final Selector selector;
    private final SocketChannel channel;
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private final ByteBuffer in = ByteBuffer.allocate(1024);
    private boolean complete;

    ClamdExchange(InetSocketAddress address, Duration deadline) throws IOException {
        end = System.nanoTime() + deadline.toNanos();
        if (address.isUnresolved()) {
            throw new IOException("no address for " + address.getHostString());
        }
        channel = SocketChannel.open();
        try {
            selector = Selector.open();
        } catch (IOException e) {
            // Where there are no descriptors left, none may be lost.
            channel.close();
            throw e;
        }
        try {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            if (!channel.connect(address)) {
                while (!channel.finishConnect()) {
                    await();
                }
            }
            key.interestOps(SelectionKey.OP_READ);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Sends all of it; false where clamd answered before it had it. */
    boolean send(ByteBuffer octets) throws IOException {
        SelectionKey key = channel.keyFor(selector);
        while (!complete && octets.hasRemaining()) {
            if (write(octets) == 0 && !complete) {
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                await();
                key.interestOps(SelectionKey.OP_READ);
            }
            read();
        }
        return !complete;
    }

    /** Clamd may have answered and closed: then the answer counts, not that it would hear no more. */
    private int write(ByteBuffer octets) throws IOException {
        try {
            return channel.write(octets);
        } catch (IOException e) {
            read();
            if (complete) {
                return 0;
            }
            throw e;
        }
    }

    /** The answer, without its ending NUL. */
    String answer() throws IOException {
        read();
        while (!complete) {
            await();
            read();
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }

    private void read() throws IOException {
        while (!complete) {
            in.clear();
            int count = channel.read(in);
            if (count == 0) {
                return;
            }
            if (count < 0) {
                throw new EOFException("connection closed without a whole answer");
            }
            take();
        }
    }

    private void take() throws IOException {
        in.flip();
        while (in.hasRemaining() && !complete) {
            byte octet = in.get();
            if (octet == 0 || octet == '\n') {
                complete = true;
            } else if (answer.size() == ANSWER_OCTETS_MAX) {
                throw new IOException("answer longer than " + ANSWER_OCTETS_MAX + " octets");
            } else {
                answer.write(octet);
            }
        }
    }

    private void await() throws IOException {
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        selector.select(millis);
        selector.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("given up");
        }
        if (end - System.nanoTime() <= 0) {
            throw new SocketTimeoutException("no answer in time");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        selector.close();
    }
}
