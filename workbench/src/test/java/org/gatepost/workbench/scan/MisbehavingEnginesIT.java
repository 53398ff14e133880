package org.gatepost.workbench.scan;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.gatepost.adapter.scanner.Engines;
import org.gatepost.ee.wiring.VirtualSideBySide;
import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.Scanner;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.spool.MemoryContent;
import org.gatepost.stage.SideBySide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every engine that is a server, when it hangs, talks nonsense, hears nothing or goes away: it could not be asked, and that within the deadline. */
class MisbehavingEnginesIT {

    private static final List<String> PROTOCOLS = List.of("clamd", "spamd", "rspamd", "icap", "milter", "lmtp");
    private static final Duration DEADLINE = Duration.ofMillis(300);
    /** A server that hangs does so for this long. */
    private static final Duration HANGS = Duration.ofSeconds(60);
    private static final MemoryContent SMALL = new MemoryContent("Subject: x\r\n\r\nhello\r\n".getBytes(StandardCharsets.US_ASCII));
    private static final MemoryContent LARGE = new MemoryContent(new byte[32 * 1024 * 1024]);

    /** What a false engine does with a connection. */
    private enum Behaviour {
        SILENT {
            @Override
            void meet(Socket client) throws IOException {
                client.getInputStream().readAllBytes();
            }
        },
        HEARS_NOTHING {
            @Override
            void meet(Socket client) throws InterruptedException {
                Thread.sleep(HANGS);
            }
        },
        HANGS_UP {
            @Override
            void meet(Socket client) throws IOException {
                client.getInputStream().read();
            }
        },
        HALF_CLOSES {
            @Override
            void meet(Socket client) throws IOException {
                client.shutdownOutput();
                client.getInputStream().readAllBytes();
            }
        },
        TALKS_NONSENSE {
            @Override
            void meet(Socket client) throws IOException {
                say(client, "220 mx.example.com ESMTP\r\n\r\n\0");
                client.getInputStream().readAllBytes();
            }
        },
        SAYS_OK_TO_ANYBODY {
            @Override
            void meet(Socket client) throws IOException {
                say(client, "HTTP/1.1 200 OK\r\n\r\nICAP/1.0 200 OK\r\n\r\nSPAMD/1.1 0 EX_OK\r\n\r\n\0");
            }
        },
        NEVER_ENDS {
            @Override
            void meet(Socket client) throws IOException {
                while (true) {
                    say(client, "X-Field: 1\r\n".repeat(1_000));
                }
            }
        },
        ONE_LONG_LINE {
            @Override
            void meet(Socket client) throws IOException {
                while (true) {
                    say(client, "stream: ".repeat(1_000));
                }
            }
        },
        DROP_BY_DROP {
            @Override
            void meet(Socket client) throws IOException, InterruptedException {
                while (true) {
                    say(client, "s");
                    Thread.sleep(50);
                }
            }
        };

        abstract void meet(Socket client) throws IOException, InterruptedException;
    }

    static Stream<Arguments> all() {
        return PROTOCOLS.stream().flatMap(protocol -> Stream.of(Behaviour.values()).map(behaviour -> Arguments.of(protocol, behaviour)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void f21CouldNotBeAsked(String protocol, Behaviour behaviour) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            serve(server, behaviour);
            Scanner scanner = new Engines().create(EnginePolicies.of(protocol, server.getLocalPort(), ""));
            long start = System.nanoTime();
            List<SideBySide.Question<ScanAnswer>> both = Stream.of(SMALL, LARGE)
                    .map(content -> new SideBySide.Question<>(() -> scanner.scan(question(content, DEADLINE)), HANGS, ScanAnswer::unavailable)).toList();
            new VirtualSideBySide().askAll(both).forEach(answer -> assertInstanceOf(ScanVerdict.Unavailable.class, answer.verdict()));
            assertTrue(System.nanoTime() - start < HANGS.toNanos() / 2, "the engine was waited for");
        }
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void f21IsGone(String protocol) throws IOException {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = server.getLocalPort();
        }
        Scanner scanner = new Engines().create(EnginePolicies.of(protocol, port, ""));
        assertInstanceOf(ScanVerdict.Unavailable.class, scanner.scan(question(SMALL, DEADLINE)).verdict());
        assertFalse(scanner.answers(DEADLINE));
        Scanner nameless = new Engines().create(EnginePolicies.at(protocol, "no-such-host.invalid", port, ""));
        assertInstanceOf(ScanVerdict.Unavailable.class, nameless.scan(question(SMALL, Duration.ofSeconds(10))).verdict());
    }

    static Stream<String> protocols() {
        return PROTOCOLS.stream();
    }

    /** One that hears all and says nothing is left at once when nobody waits for it any more. */
    @Test
    void anInterruptEndsAQuestion() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            serve(server, Behaviour.SILENT);
            for (String protocol : PROTOCOLS) {
                Scanner scanner = new Engines().create(EnginePolicies.of(protocol, server.getLocalPort(), ""));
                Thread asker = Thread.ofVirtual().start(() -> scanner.scan(question(SMALL, HANGS)));
                Thread.sleep(50);
                asker.interrupt();
                assertTrue(asker.join(HANGS.dividedBy(2)), protocol);
            }
        }
    }

    private static ScanQuestion question(MemoryContent content, Duration deadline) {
        return new ScanQuestion(content, "s1/1", Optional.empty(), ReversePath.NULL, List.of(new ScanQuestion.Addressee(new Mailbox("bob", "example.com"), List.of())), deadline);
    }

    private static void serve(ServerSocket server, Behaviour behaviour) {
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

    private static void say(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }
}
