package org.gatepost.workbench.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import org.gatepost.adapter.scanner.clamd.ClamdScanner;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.smtp.spool.MemoryContent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clamd adapter against daemons that behave, misbehave, hang and are gone. */
class ClamdScannerIT {

    private static final Duration DEADLINE = Duration.ofMillis(800);
    private static final Duration LATEST = Duration.ofMillis(1500);
    private static final MemoryContent SMALL = new MemoryContent("Subject: x\r\n\r\nhello\r\n".getBytes(StandardCharsets.ISO_8859_1));
    private static final MemoryContent LARGE = new MemoryContent(new byte[32 * 1024 * 1024]);

    private ServerSocket server;
    private ClamdScanner scanner;

    /** What a false clamd does with a connection. */
    @FunctionalInterface
    private interface Behaviour {
        void meet(Socket client) throws IOException, InterruptedException;
    }

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        scanner = new ClamdScanner(EnginePolicies.of("clamd", server.getLocalPort(), ""), Clock.systemUTC());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void sendsTheWholeContentAndUnderstandsTheAnswer() throws Exception {
        byte[] octets = new byte[200_000];
        new Random(42).nextBytes(octets);
        byte[][] received = new byte[1][];
        behave(client -> {
            received[0] = stream(client);
            say(client, "stream: OK\0");
        });
        assertEquals(new ScanVerdict.Clean(), scanner.scan(ScanQuestion.about(new MemoryContent(octets), DEADLINE)).verdict());
        assertArrayEquals(octets, received[0]);
    }

    @Test
    void namesWhatWasFound() {
        behave(client -> {
            stream(client);
            say(client, "stream: Win.Test.EICAR_HDB-1 FOUND\0");
        });
        assertEquals(new ScanVerdict.Infected(List.of("Win.Test.EICAR_HDB-1")), scanner.scan(ScanQuestion.about(SMALL, DEADLINE)).verdict());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "OK\0", "stream: \0", "stream:  FOUND\0", "stream: OK FOUND maybe\0", "UNKNOWN COMMAND\0", "HTTP/1.1 200 OK\r\n", "stream: OKAY\0",
            "stream: OK", "stream: lstat() failed. ERROR\0"})
    void anyOtherAnswerIsNeverClean(String answer) {
        behave(client -> {
            stream(client);
            say(client, answer);
        });
        assertInstanceOf(ScanVerdict.Unavailable.class, inTime(SMALL));
    }

    @Test
    void anEndlessAnswerIsCutOff() {
        behave(client -> {
            stream(client);
            while (true) {
                say(client, "stream: ".repeat(1000));
            }
        });
        assertInstanceOf(ScanVerdict.Unavailable.class, inTime(SMALL));
    }

    @Test
    void readsAnAnswerThatComesWhileItWrites() {
        behave(client -> {
            client.getInputStream().readNBytes(100_000);
            say(client, "INSTREAM size limit exceeded. ERROR\0");
            Thread.sleep(500);
        });
        assertInstanceOf(ScanVerdict.Unscannable.class, inTime(LARGE));
    }

    @Test
    void aDaemonThatHangsUpEarlyIsUnavailable() {
        behave(client -> client.getInputStream().readNBytes(100_000));
        assertInstanceOf(ScanVerdict.Unavailable.class, inTime(LARGE));
        assertFalse(scanner.answers(DEADLINE));
    }

    @Test
    void aDaemonThatStopsReadingIsGivenUpInTime() {
        behave(client -> Thread.sleep(5000));
        assertInstanceOf(ScanVerdict.Unavailable.class, inTime(LARGE));
        assertInstanceOf(ScanVerdict.Unavailable.class, inTime(SMALL));
    }

    @Test
    void aDaemonThatAnswersDropByDropIsGivenUpInTime() {
        behave(client -> {
            stream(client);
            for (int i = 0; i < 100; i++) {
                say(client, "s");
                Thread.sleep(100);
            }
        });
        assertInstanceOf(ScanVerdict.Unavailable.class, inTime(SMALL));
    }

    @Test
    void aDaemonThatHalfClosesWithoutAnAnswerIsUnavailable() {
        behave(client -> {
            client.shutdownOutput();
            Thread.sleep(3000);
        });
        assertInstanceOf(ScanVerdict.Unavailable.class, inTime(SMALL));
    }

    @Test
    void aDaemonThatIsGoneOrNotThereIsUnavailable() throws IOException {
        server.close();
        assertInstanceOf(ScanVerdict.Unavailable.class, inTime(SMALL));
        assertInstanceOf(ScanVerdict.Unavailable.class, new ClamdScanner(EnginePolicies.at("clamd", "no-such-host.invalid", 3310, ""), Clock.systemUTC()).scan(ScanQuestion.about(SMALL, DEADLINE)).verdict());
    }

    @Test
    void interruptionEndsAQuestion() throws Exception {
        behave(client -> Thread.sleep(5000));
        Thread asker = Thread.ofVirtual().start(() -> scanner.scan(ScanQuestion.about(SMALL, Duration.ofSeconds(30))));
        Thread.sleep(100);
        asker.interrupt();
        assertTrue(asker.join(Duration.ofSeconds(1)));
    }

    private ScanVerdict inTime(MemoryContent content) {
        long start = System.nanoTime();
        ScanVerdict verdict = scanner.scan(ScanQuestion.about(content, DEADLINE)).verdict();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(LATEST) < 0, "took " + took);
        return verdict;
    }

    private void behave(Behaviour behaviour) {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket client = server.accept();
                    Thread.ofVirtual().start(() -> {
                        try (client) {
                            behaviour.meet(client);
                        } catch (IOException | InterruptedException e) {
                            // the scanner went away
                        }
                    });
                }
            } catch (IOException e) {
                // closed
            }
        });
    }

    private static byte[] stream(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        assertEquals("zINSTREAM\0", new String(in.readNBytes(10), StandardCharsets.US_ASCII));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int length = in.readInt(); length > 0; length = in.readInt()) {
            all.write(in.readNBytes(length));
        }
        return all.toByteArray();
    }

    private static void say(Socket client, String text) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
