package org.gatepost.ee.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.gatepost.smtp.client.RemoteLink;
import org.gatepost.smtp.client.TlsTerms;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.TlsSession;

/** A next hop in memory that takes every message, or as it is told. It answers when the client reads, on the client's thread. */
final class FakeHop implements RemoteLink.Connector {

    final AtomicInteger connects = new AtomicInteger();
    final List<String> messages = new CopyOnWriteArrayList<>();
    /** MAIL and RCPT as they came. */
    final List<String> envelopes = new CopyOnWriteArrayList<>();
    volatile boolean down;
    volatile int connectionsMax = Integer.MAX_VALUE;
    volatile int messagesPerConnectionMax = Integer.MAX_VALUE;
    /** How a connection too many is greeted; where it is empty, there is none. */
    volatile String tooManyGreeting = "";
    volatile String rcptReply = "250 ok";
    volatile String offers = "250-hop\r\n250 PIPELINING";
    /** So many messages are answered by 421. */
    final AtomicInteger brokenMessages = new AtomicInteger();
    volatile CountDownLatch gate = new CountDownLatch(0);
    volatile CountDownLatch greeting = new CountDownLatch(0);
    final CountDownLatch reachedGate = new CountDownLatch(1);
    /** What the client gave each attempt to connect. */
    volatile Duration connectTimeout = Duration.ZERO;
    /** Messages over the connection that had most. */
    final AtomicInteger mostOverOne = new AtomicInteger();
    /** Recipients over the connection that had most. */
    final AtomicInteger mostRecipientsOverOne = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();

    @Override
    public RemoteLink connect(String host, int port, Duration timeout, Optional<IpAddress> from) throws IOException {
        connects.incrementAndGet();
        connectTimeout = timeout;
        if (down) {
            throw new IOException("connection refused");
        }
        if (open.incrementAndGet() > connectionsMax) {
            if (!tooManyGreeting.isEmpty()) {
                return new Link(tooManyGreeting);
            }
            open.decrementAndGet();
            throw new IOException("too many");
        }
        return new Link("220 hop");
    }

    int open() {
        return open.get();
    }

    private final class Link implements RemoteLink {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private byte[] ready;
        private int position;
        private boolean inData;
        private int taken;
        private int recipients;
        private boolean hungUp;
        private volatile boolean closed;

        Link(String hello) {
            ready = greeting.getCount() > 0 ? new byte[0] : (hello + "\r\n").getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public InputStream in() {
            return new InputStream() {
                @Override
                public int read() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    if (position == ready.length && hungUp) {
                        throw new IOException("closed by the hop");
                    }
                    if (position == ready.length) {
                        answer();
                    }
                    if (closed) {
                        throw new IOException("closed");
                    }
                    int count = Math.min(length, ready.length - position);
                    System.arraycopy(ready, position, buffer, offset, count);
                    position += count;
                    return count == 0 ? -1 : count;
                }
            };
        }

        private void answer() throws IOException {
            if (greeting.getCount() > 0) {
                reachedGate.countDown();
                await(greeting);
                throw new IOException("closed");
            }
            String text = written.toString(StandardCharsets.ISO_8859_1);
            written.reset();
            StringBuilder replies = new StringBuilder();
            if (inData) {
                awaitGate();
                inData = false;
                int end = text.indexOf("\r\n.\r\n") + 2;
                messages.add(text.substring(0, end));
                mostOverOne.accumulateAndGet(++taken, Math::max);
                replies.append(brokenMessages.getAndDecrement() > 0 ? "421 closing\r\n" : "250 taken\r\n");
                text = text.substring(end + 3);
            }
            try {
                for (String line : text.isEmpty() ? new String[0] : text.split("\r\n")) {
                    replies.append(answer(line)).append("\r\n");
                }
            } catch (IOException e) {
                // What was said before it closed is heard.
                if (replies.isEmpty()) {
                    throw e;
                }
            }
            ready = replies.toString().getBytes(StandardCharsets.ISO_8859_1);
            position = 0;
        }

        private String answer(String command) throws IOException {
            if (command.startsWith("EHLO")) {
                return offers;
            }
            if (command.startsWith("MAIL") || command.startsWith("RCPT")) {
                envelopes.add(command);
            }
            if (command.startsWith("MAIL") && taken >= messagesPerConnectionMax) {
                hungUp = true;
                throw new IOException("closed by the hop");
            }
            if (command.startsWith("RCPT")) {
                mostRecipientsOverOne.accumulateAndGet(++recipients, Math::max);
                return rcptReply;
            }
            if (command.equals("DATA")) {
                inData = rcptReply.startsWith("250");
                return inData ? "354 go" : "503 no recipients";
            }
            return "250 ok";
        }

        private void awaitGate() throws IOException {
            reachedGate.countDown();
            await(gate);
        }

        private void await(CountDownLatch opened) throws IOException {
            try {
                opened.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public OutputStream out() {
            return new OutputStream() {
                @Override
                public void write(int octet) {
                    written.write(octet);
                }

                @Override
                public void write(byte[] octets, int offset, int length) {
                    written.write(octets, offset, length);
                }
            };
        }

        @Override
        public RemoteLink startTls(TlsTerms terms) throws IOException {
            throw new IOException("the hop offers no TLS");
        }

        @Override
        public Optional<TlsSession> tls() {
            return Optional.empty();
        }

        @Override
        public void readTimeout(Duration timeout) {
            // Nothing here takes time.
        }

        @Override
        public String remoteAddress() {
            return "192.0.2.1";
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                open.decrementAndGet();
                gate.countDown();
                greeting.countDown();
            }
        }
    }
}
