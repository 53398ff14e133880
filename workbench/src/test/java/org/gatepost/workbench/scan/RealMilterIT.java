package org.gatepost.workbench.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import org.gatepost.scan.Scanner;
import org.gatepost.adapter.scanner.Engines;
import org.gatepost.adapter.scanner.milter.MilterScanner;
import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.ScanWish;
import org.gatepost.scan.ScannerOptions;
import org.gatepost.scan.ScannerPolicy;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.spool.MemoryContent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Debian's opendkim and clamav-milter behind the milter adapter, and filters that misbehave. */
class RealMilterIT {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final String CONTENT = "From: A <a@signed.example>\r\nTo:b@example.com\r\nSubject:  two spaces,\r\n\tfolded \r\n and trailing \r\nX-Empty:\r\nMessage-ID: <1@signed.example>\r\n"
            + "Date: Thu, 26 Nov 2026 12:00:00 +0000\r\n\r\nbody  with  spaces \r\n.dot\r\n\r\n\r\n";

    private static RealMilter openDkim;
    private static RealClamd clamd;
    private static RealMilter clamav;

    @BeforeAll
    static void start() throws Exception {
        openDkim = RealMilter.openDkim();
        clamd = RealClamd.start(freePort());
        clamav = RealMilter.clamav(clamd);
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable each : new AutoCloseable[] {clamav, clamd, openDkim}) {
            if (each != null) {
                each.close();
            }
        }
    }

    /** Signed with canonicalization simple/simple: one octet that came over otherwise than it stands there would break it. */
    @Test
    void f18OpendkimSignsAndVerifiesWhatItHearsOctetForOctet() {
        ScanAnswer signed = ask(openDkim, "127.0.0.1", CONTENT);
        ScanWish.AddField signature = signed.wishes().stream().filter(ScanWish.AddField.class::isInstance).map(ScanWish.AddField.class::cast)
                .filter(field -> field.name().equals("DKIM-Signature")).findFirst().orElseThrow(() -> new AssertionError(signed.toString()));
        assertEquals(0, signature.place());
        String whole = "DKIM-Signature:" + signature.value() + "\r\n" + CONTENT;
        assertTrue(results(ask(openDkim, "192.0.2.7", whole)).contains("dkim=pass"));
        assertTrue(results(ask(openDkim, "192.0.2.7", whole.replace("body", "Body"))).contains("dkim=fail"));
        ScanAnswer harmless = ask(clamav, "192.0.2.7", whole);
        assertTrue(harmless.wishes().stream().allMatch(ScanWish.AddField.class::isInstance), harmless.toString());
        StringBuilder added = new StringBuilder();
        harmless.wishes().forEach(wish -> added.append(((ScanWish.AddField) wish).name()).append(':').append(((ScanWish.AddField) wish).value()).append("\r\n"));
        assertTrue(added.toString().contains("X-Virus-Status: Clean"), added.toString());
        assertTrue(results(ask(openDkim, "192.0.2.7", whole.replace("\r\n\r\nbody", "\r\n" + added + "\r\nbody"))).contains("dkim=pass"));
    }

    @Test
    void f18AFilterMayListenAtASocketOfThisMachine() throws Exception {
        try (RealMilter local = RealMilter.openDkim(true)) {
            Scanner scanner = new Engines().create(EnginePolicies.at("milter", local.server().host(), 0, ""));
            assertTrue(scanner.answers(DEADLINE));
            assertTrue(scanner.scan(question("127.0.0.1", CONTENT)).wishes().toString().contains("DKIM-Signature"));
            local.pause();
            assertInstanceOf(ScanVerdict.Unavailable.class, scanner.scan(question("127.0.0.1", CONTENT).within(Duration.ofMillis(300))).verdict());
        }
        assertInstanceOf(ScanVerdict.Unavailable.class, new Engines().create(EnginePolicies.at("milter", "unix:/no/such/socket", 0, "")).scan(question("127.0.0.1", CONTENT)).verdict());
    }

    /** Spamass-milter puts what is spam into a report of its own: another body, with the header that goes with it. */
    @Test
    void f18SpamassMilterReplacesTheBodyWherePolicyAllowsIt() throws Exception {
        try (RealEngine spamd = RealEngines.spamd("").start(); RealMilter spamass = RealMilter.spamass(spamd)) {
            String spam = "From: <a@remote.example>\r\nSubject: hello\r\n\r\n" + RealEngines.GTUBE + "\r\n";
            ScanAnswer replaced = asking(spamass, "body=allowed\nenvelope=offered").scan(question("192.0.2.7", spam));
            ScanWish.ReplaceBody body = replaced.wishes().stream().filter(ScanWish.ReplaceBody.class::isInstance).map(ScanWish.ReplaceBody.class::cast).findFirst()
                    .orElseThrow(() -> new AssertionError(replaced.toString()));
            assertTrue(body.octets().contains("Content-Type: message/rfc822") && body.octets().contains(RealEngines.GTUBE), body.octets());
            assertTrue(replaced.wishes().toString().contains("multipart/mixed"), replaced.toString());
            assertEquals(List.of(new ScanWish.NotAllowed(new ScanWish.ReplaceBody(""))), asking(spamass, "body=offered\nenvelope=offered").scan(question("192.0.2.7", spam)).wishes());
            ScanAnswer small = asking(spamass, "body=allowed\nenvelope=offered\nbody_octets_max=100").scan(question("192.0.2.7", spam));
            assertInstanceOf(ScanVerdict.Unavailable.class, small.verdict());
        }
    }

    private static Scanner asking(RealMilter filter, String options) {
        return new Engines().create(EnginePolicies.of("milter", filter.port(), options));
    }

    @Test
    void f18ClamavMilterRefusesWithItsOwnReply() {
        ScanAnswer infected = ask(clamav, "192.0.2.7", "Subject: x\r\n\r\n" + RealClamd.eicar() + "\r\n");
        assertEquals("550 5.7.1 Infected by " + RealClamd.NAME, assertInstanceOf(ScanWish.Refuse.class, infected.wishes().getFirst()).reply().toString());
        assertEquals(new ScanVerdict.Clean(), ask(clamav, "192.0.2.7", "Subject: x\r\n\r\n" + "0123456789abcdef\r\n".repeat(20_000)).verdict());
    }

    @Test
    void aFilterThatIsPausedOrGoneIsUnavailableWithinTheDeadline() throws Exception {
        openDkim.pause();
        try {
            ScanAnswer silent = scanner(openDkim.port()).scan(question("192.0.2.7", CONTENT).within(Duration.ofMillis(500)));
            assertEquals(new ScanVerdict.Unavailable("no answer in time"), silent.verdict());
        } finally {
            openDkim.resume();
        }
        assertInstanceOf(ScanVerdict.Clean.class, ask(openDkim, "192.0.2.7", CONTENT).verdict());
        assertInstanceOf(ScanVerdict.Unavailable.class, scanner(freePort()).scan(question("192.0.2.7", CONTENT)).verdict());
    }

    /** What they say of each is what they say on a new one. Opendkim, which would forget what was agreed on white space, gets a new one. */
    @Test
    void f18FiltersMadeWithLibmilterTakeMessageAfterMessageOnOneConnection() throws Exception {
        String signed = openDkim.signed(CONTENT);
        String virus = "Subject: x\r\n\r\n" + RealClamd.eicar() + "\r\n";
        String spam = "From: <a@remote.example>\r\nSubject: hello\r\n\r\n" + RealEngines.GTUBE + "\r\n";
        try (RealEngine spamd = RealEngines.spamd("").start(); RealMilter spamass = RealMilter.spamass(spamd);
                CountingRelay toDkim = CountingRelay.to(openDkim.port()); CountingRelay toClamav = CountingRelay.to(clamav.port()); CountingRelay toSpamass = CountingRelay.to(spamass.port())) {
            MilterScanner dkim = scanner(toDkim.port());
            MilterScanner clam = scanner(toClamav.port());
            Scanner assassin = new Engines().create(EnginePolicies.of("milter", toSpamass.port(), "body=allowed\nenvelope=offered"));
            for (int i = 0; i < 5; i++) {
                assertTrue(results(dkim.scan(question("192.0.2.7", signed))).contains("dkim=pass"));
                assertEquals(new ScanVerdict.Clean(), clam.scan(question("192.0.2.7", CONTENT)).verdict());
                assertFalse(isReplaced(assassin.scan(question("192.0.2.7", CONTENT))));
                Thread.sleep(30);
                assertTrue(results(dkim.scan(question("192.0.2.7", signed.replace("body", "Body")))).contains("dkim=fail"));
                assertInstanceOf(ScanWish.Refuse.class, clam.scan(question("192.0.2.7", virus)).wishes().getFirst());
                assertTrue(isReplaced(assassin.scan(question("192.0.2.7", spam))));
                Thread.sleep(30);
            }
            assertEquals(List.of(10, 1, 1), List.of(toDkim.connections(), toClamav.connections(), toSpamass.connections()));
        }
    }

    private static boolean isReplaced(ScanAnswer answer) {
        assertEquals(new ScanVerdict.Clean(), answer.verdict());
        return answer.wishes().stream().anyMatch(ScanWish.ReplaceBody.class::isInstance);
    }

    @Test
    void f18AFilterThatWasStartedAnewIsAskedAsIfNothingHadBeenKept() throws Exception {
        try (RealEngine spamd = RealEngines.spamd("").start(); RealMilter filter = RealMilter.spamass(spamd)) {
            Scanner scanner = asking(filter, "body=offered\nenvelope=offered");
            assertEquals(new ScanVerdict.Clean(), scanner.scan(question("192.0.2.7", CONTENT)).verdict());
            filter.kill();
            filter.restart();
            assertEquals(new ScanVerdict.Clean(), scanner.scan(question("192.0.2.7", CONTENT)).verdict());
            filter.pause();
            Thread.sleep(30);
            assertEquals(new ScanVerdict.Unavailable("no answer in time"), scanner.scan(question("192.0.2.7", CONTENT).within(Duration.ofMillis(500))).verdict());
            filter.resume();
            assertEquals(new ScanVerdict.Clean(), scanner.scan(question("192.0.2.7", CONTENT)).verdict());
        }
    }

    /** What they say to the negotiation and then, in hexadecimal; they read nothing more and keep the connection, or close it. */
    @ParameterizedTest
    @ValueSource(strings = {"", "00", "ffffffff", "00000001", "0000000d4f00000006000000310000000000000001", "0000000d4f0000000600000031000000000000ffff", "485454502f312e312032303020"})
    void aFilterThatTalksNonsenseIsUnavailable(String hex) throws Exception {
        for (boolean closes : new boolean[] {true, false}) {
            try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
                Thread.ofVirtual().start(() -> misbehave(server, HexFormat.of().parseHex(hex), closes));
                ScanAnswer answer = scanner(server.getLocalPort()).scan(question("192.0.2.7", "Subject: x\r\n\r\n" + "x".repeat(8_000_000)).within(Duration.ofMillis(400)));
                assertInstanceOf(ScanVerdict.Unavailable.class, answer.verdict());
            }
        }
    }

    private static void misbehave(ServerSocket server, byte[] says, boolean closes) {
        try (Socket client = server.accept(); InputStream in = client.getInputStream(); OutputStream out = client.getOutputStream()) {
            in.readNBytes(17);
            out.write(says);
            out.flush();
            if (!closes) {
                server.accept();
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    private static String results(ScanAnswer answer) {
        return answer.wishes().stream().filter(ScanWish.AddField.class::isInstance).map(ScanWish.AddField.class::cast)
                .filter(field -> field.name().equals("Authentication-Results")).map(ScanWish.AddField::value).findFirst().orElse("none in " + answer);
    }

    private static ScanAnswer ask(RealMilter filter, String client, String content) {
        return scanner(filter.port()).scan(question(client, content));
    }

    private static MilterScanner scanner(int port) {
        return new MilterScanner("milter", new ScannerPolicy.Server("127.0.0.1", port), "mx.example.com", ScannerOptions.NONE);
    }

    private static ScanQuestion question(String client, String content) {
        ScanQuestion.Client from = new ScanQuestion.Client(IpAddress.parse(client), 4321, Optional.empty(), "ehlo.example", Optional.empty(), Optional.empty());
        return new ScanQuestion(new MemoryContent(content.getBytes(StandardCharsets.ISO_8859_1)), "s1/1", Optional.of(from), ReversePath.of(new Mailbox("a", "signed.example")),
                List.of(new ScanQuestion.Addressee(new Mailbox("b", "example.com"), List.of())), DEADLINE);
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return any.getLocalPort();
        }
    }
}
