package org.gatepost.workbench.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.gatepost.adapter.scanner.Engines;
import org.gatepost.ee.wiring.VirtualSideBySide;
import org.gatepost.mail.ChannelName;
import org.gatepost.scan.ScanOutcome;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanRound;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.Scanner;
import org.gatepost.scan.ScannerPolicy;
import org.gatepost.scan.Scanners;
import org.gatepost.smtp.session.SteadyClock;
import org.gatepost.smtp.spool.MemoryContent;
import org.gatepost.trace.Alarms;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The scan round with Debian's own clamd: clean, infected, too large, stopped, paused and back again. */
class RealClamdIT {

    private static final ChannelName LOCAL = new ChannelName("tcp_local");
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final MemoryContent CLEAN = new MemoryContent("Subject: x\r\n\r\nhello\r\n".getBytes(StandardCharsets.ISO_8859_1));
    private static final MemoryContent INFECTED = new MemoryContent(("Subject: x\r\n\r\n" + RealClamd.eicar() + "\r\n").getBytes(StandardCharsets.ISO_8859_1));

    private static RealClamd clamd;

    @BeforeAll
    static void start() throws Exception {
        clamd = RealClamd.start(freePort());
    }

    @AfterAll
    static void stop() throws Exception {
        if (clamd != null) {
            clamd.close();
        }
    }

    @Test
    void tellsCleanFromInfected() {
        Scanner scanner = new Engines().create(EnginePolicies.of("clamd", clamd.port(), ""));
        assertTrue(scanner.answers(DEADLINE));
        assertEquals(new ScanVerdict.Clean(), scanner.scan(ScanQuestion.about(CLEAN, DEADLINE)).verdict());
        assertEquals(new ScanVerdict.Infected(List.of(RealClamd.NAME)), scanner.scan(ScanQuestion.about(INFECTED, DEADLINE)).verdict());
        assertEquals(new ScanVerdict.Clean(), scanner.scan(ScanQuestion.about(new MemoryContent(new byte[0]), DEADLINE)).verdict());
    }

    @Test
    void f21ASocksProxyLeadsToItAndLooksItsNameUp() throws IOException {
        try (SocksProxy proxy = new SocksProxy(clamd.port())) {
            Scanner scanner = new Engines().create(EnginePolicies.at("clamd", "clamd.far.example", 3310, "socks=127.0.0.1:" + proxy.port()));
            assertEquals(new ScanVerdict.Clean(), scanner.scan(ScanQuestion.about(CLEAN, DEADLINE)).verdict());
            assertEquals(new ScanVerdict.Infected(List.of(RealClamd.NAME)), scanner.scan(ScanQuestion.about(INFECTED, DEADLINE)).verdict());
            assertEquals(List.of("clamd.far.example:3310", "clamd.far.example:3310"), proxy.asked());
        }
        // The engine itself answers, but nobody leads there: it is not asked directly.
        Scanner led = new Engines().create(EnginePolicies.of("clamd", clamd.port(), "socks=127.0.0.1:1"));
        assertInstanceOf(ScanVerdict.Unavailable.class, led.scan(ScanQuestion.about(CLEAN, DEADLINE)).verdict());
        assertThrows(IllegalArgumentException.class, () -> new Engines().create(EnginePolicies.at("milter", "far.example", 1, "socks=127.0.0.1:1")));
        assertThrows(IllegalArgumentException.class, () -> new Engines().create(EnginePolicies.at("clamd", "far.example", 1, "socks=nowhere")));
    }

    @Test
    void whatIsTooLargeForItIsUnscannable() {
        Scanner scanner = new Engines().create(EnginePolicies.of("clamd", clamd.port(), ""));
        assertEquals(new ScanVerdict.Clean(), scanner.scan(ScanQuestion.about(new MemoryContent(new byte[RealClamd.STREAM_OCTETS_MAX]), DEADLINE)).verdict());
        for (int octets : new int[] {RealClamd.STREAM_OCTETS_MAX + 1, 20 * RealClamd.STREAM_OCTETS_MAX}) {
            assertInstanceOf(ScanVerdict.Unscannable.class, scanner.scan(ScanQuestion.about(new MemoryContent(new byte[octets]), DEADLINE)).verdict());
        }
    }

    @Test
    void defersWhileItIsStoppedOrPausedAndPassesWhenItIsBack() throws Exception {
        ScanRound round = new ScanRound(new VirtualSideBySide(),
                new Scanners(new Engines(), new Silent(), Clock.systemUTC(), new SteadyClock()));
        List<ScannerPolicy> policies = List.of(new ScannerPolicy("clamd", "clamd", "127.0.0.1", clamd.port(), Set.of(LOCAL), Duration.ofSeconds(1),
                ScannerPolicy.OnFailure.DEFER, 5, Duration.ofMillis(100), 4));
        assertInstanceOf(ScanOutcome.Passed.class, round.ask(policies, LOCAL, ScanQuestion.about(CLEAN, DEADLINE)));
        assertInstanceOf(ScanOutcome.Refused.class, round.ask(policies, LOCAL, ScanQuestion.about(INFECTED, DEADLINE)));
        clamd.pause();
        assertInstanceOf(ScanOutcome.Deferred.class, round.ask(policies, LOCAL, ScanQuestion.about(CLEAN, DEADLINE)));
        clamd.resume();
        assertInstanceOf(ScanOutcome.Passed.class, round.ask(policies, LOCAL, ScanQuestion.about(CLEAN, DEADLINE)));
        clamd.stop();
        for (int i = 0; i < 10; i++) {
            assertInstanceOf(ScanOutcome.Deferred.class, round.ask(policies, LOCAL, ScanQuestion.about(CLEAN, DEADLINE)));
        }
        clamd.restart();
        Thread.sleep(150);
        assertInstanceOf(ScanOutcome.Passed.class, round.ask(policies, LOCAL, ScanQuestion.about(CLEAN, DEADLINE)));
        assertInstanceOf(ScanOutcome.Refused.class, round.ask(policies, LOCAL, ScanQuestion.about(INFECTED, DEADLINE)));
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return any.getLocalPort();
        }
    }

    private static final class Silent implements Alarms {
        @Override
        public void raise(String key, String text) {
            // not what is tested here
        }

        @Override
        public void clear(String key) {
            // not what is tested here
        }
    }
}
