package org.gatepost.smtp.ra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;

import javax.net.ssl.SSLSocket;

import org.gatepost.smtp.session.HandshakeFailed;
import org.gatepost.smtp.tls.ServerTls;
import org.gatepost.smtp.tls.TlsFiles;
import org.gatepost.smtp.tls.TrialClient;
import org.gatepost.smtp.tls.TwoEnds;
import org.junit.jupiter.api.Test;

class SocketLinkTest {

    private static final int END = -1;

    private final ReadWatch watch = new ReadWatch();
    private final Pipe socket = new Pipe();

    private static final class SilentException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** A socket without a network: octets come as they are put, and the end when the input is shut down. */
    private static class Pipe extends Socket {
        private final BlockingQueue<Integer> coming = new LinkedBlockingQueue<>();
        private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
        private Runnable onRead = () -> { };

        @Override
        public void setTcpNoDelay(boolean on) {
            assertFalse(isClosed());
        }

        @Override
        public InputStream getInputStream() {
            return new InputStream() {
                @Override
                public int read() {
                    throw new AssertionError("octet by octet");
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    try {
                        onRead.run();
                    } catch (SilentException e) {
                        throw new SocketTimeoutException("nothing came");
                    }
                    try {
                        int octet = coming.take();
                        into[offset] = (byte) octet;
                        return octet == END ? END : 1;
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                }
            };
        }

        @Override
        public OutputStream getOutputStream() {
            return sent;
        }

        @Override
        public void shutdownInput() {
            coming.add(END);
        }
    }

    @Test
    void endsAReadThatOutlastsItsPatienceAndStillTakesAReply() throws IOException {
        SocketLink link = link(socket);
        link.setReadTimeout(Duration.ofMinutes(5));
        socket.onRead = () -> link.endOverdueRead(System.nanoTime() + Duration.ofMinutes(6).toNanos());
        assertThrows(SocketTimeoutException.class, () -> link.input().read());
        link.output().write('4');
        assertEquals(1, socket.sent.size());
    }

    @Test
    void leavesAReadThatIsInTimeAlone() throws IOException {
        SocketLink link = link(socket);
        link.setReadTimeout(Duration.ofMinutes(5));
        socket.onRead = () -> {
            watch.look();
            link.endOverdueRead(System.nanoTime() + Duration.ofMinutes(4).toNanos());
            socket.coming.add((int) 'N');
        };
        assertEquals('N', link.input().read());
    }

    @Test
    void aLinkThatDoesNotReadIsNeverOverdue() throws IOException {
        SocketLink link = link(socket);
        link.setReadTimeout(Duration.ofMillis(1));
        link.endOverdueRead(System.nanoTime() + Duration.ofHours(1).toNanos());
        socket.coming.add((int) 'N');
        assertEquals('N', link.input().read());
    }

    @Test
    void whatAClientSaysTooEarlyIsHeardAndStillRead() throws IOException {
        SocketLink link = link(socket);
        socket.coming.add((int) 'E');
        socket.coming.add((int) 'H');
        assertTrue(link.hearsWithin(Duration.ofSeconds(2)));
        assertEquals('E', link.input().read());
        assertEquals('H', link.input().read());
    }

    @Test
    void aClientThatWaitsIsNotHeardAndNeitherIsOneThatIsGone() throws IOException {
        SocketLink link = link(socket);
        socket.onRead = () -> {
            throw new SilentException();
        };
        assertFalse(link.hearsWithin(Duration.ofSeconds(2)));
        socket.onRead = () -> { };
        socket.coming.add(END);
        assertFalse(link.hearsWithin(Duration.ofSeconds(2)));
    }

    @Test
    void theWatchLooksAtEveryOpenLink() throws IOException {
        SocketLink link = link(socket);
        link.setReadTimeout(Duration.ZERO);
        socket.onRead = watch::look;
        assertThrows(SocketTimeoutException.class, () -> link.input().read());
    }

    @Test
    void aLinkThatCannotBeEndedKeepsNoOtherFromItsEnd() throws IOException {
        Pipe broken = new Pipe() {
            @Override
            public void shutdownInput() {
                throw new IllegalStateException("a bug");
            }
        };
        Recurring looks = new Recurring("looking", watch::look);
        SocketLink other = link(socket);
        other.setReadTimeout(Duration.ZERO);
        socket.onRead = () -> {
            looks.run();
            looks.run();
        };
        SocketLink first = link(broken);
        first.setReadTimeout(Duration.ZERO);
        broken.coming.add((int) 'N');
        broken.onRead = () -> assertThrows(SocketTimeoutException.class, () -> other.input().read());
        assertEquals('N', first.input().read());
    }

    @Test
    void theEndOfAClientInTimeIsNoTimeout() throws IOException {
        SocketLink link = link(socket);
        socket.coming.add(END);
        assertEquals(END, link.input().read());
    }

    /** One that could not be encrypted. */
    private SocketLink link(Pipe over) throws IOException {
        return new SocketLink(over, watch, new ServerTls(TlsFiles.of("", "", "", "")));
    }

    private static ServerTls certified() {
        ServerTls tls = new ServerTls(TlsFiles.of(TrialClient.FILES.resolve("everybody.crt").toString(), TrialClient.FILES.resolve("everybody.key").toString(), "", ""));
        tls.look();
        return tls;
    }

    @Test
    void p03TalksEncryptedAfterTheHandshakeAndSaysItsEnd() throws Exception {
        TwoEnds ends = new TwoEnds();
        SocketLink link = new SocketLink(ends.server(), watch, certified());
        FutureTask<String> heard = TrialClient.run(() -> {
            SSLSocket client = new TrialClient("TLSv1.3", Optional.empty(), false).handshake(ends.client());
            client.getOutputStream().write("NOOP\r\n".getBytes(US_ASCII));
            client.shutdownOutput();
            return new String(client.getInputStream().readAllBytes(), US_ASCII);
        });
        assertEquals("TLSv1.3", link.startTls(false, Duration.ofMinutes(1)).version());
        byte[] said = new byte[6];
        assertEquals(6, link.input().read(said));
        assertEquals("NOOP\r\n", new String(said, US_ASCII));
        link.output().write("250 ok\r\n".getBytes(US_ASCII));
        link.finish();
        // readAllBytes would throw where the end was not said.
        assertEquals("250 ok\r\n", heard.get());
    }

    @Test
    void p03AHandshakeThatLastsTooLongIsGivenUp() throws IOException {
        SocketLink link = new SocketLink(new TwoEnds().server(), watch, certified());
        Thread.ofPlatform().daemon().start(() -> {
            while (!link.isOverdue()) {
                link.endOverdueRead(System.nanoTime() + Duration.ofSeconds(31).toNanos());
                Thread.onSpinWait();
            }
        });
        assertEquals("not done within 30 s", assertThrows(HandshakeFailed.class, () -> link.startTls(false, Duration.ofSeconds(30))).getMessage());
    }

    @Test
    void p03AnEncryptedReadThatOutlastsItsPatienceIsEndedAndStillTakesAReply() throws Exception {
        TwoEnds ends = new TwoEnds();
        SocketLink link = new SocketLink(ends.server(), watch, certified());
        FutureTask<String> heard = TrialClient.run(() -> {
            SSLSocket client = new TrialClient("TLSv1.2", Optional.empty(), false).handshake(ends.client());
            byte[] line = new byte[5];
            client.getInputStream().read(line);
            return new String(line, US_ASCII);
        });
        link.startTls(false, Duration.ofMinutes(1));
        link.setReadTimeout(Duration.ofMinutes(5));
        Thread.ofPlatform().daemon().start(() -> {
            while (!link.isOverdue()) {
                link.endOverdueRead(System.nanoTime() + Duration.ofMinutes(6).toNanos());
                Thread.onSpinWait();
            }
        });
        assertThrows(SocketTimeoutException.class, () -> link.input().read());
        link.output().write("421 x".getBytes(US_ASCII));
        assertEquals("421 x", heard.get());
    }
}
