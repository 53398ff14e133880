package org.gatepost.workbench.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.gatepost.adapter.scanner.lmtp.LmtpScanner;
import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.ScannerPolicy;
import org.gatepost.smtp.client.Dialect;
import org.gatepost.smtp.client.SocketLink;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.spool.MemoryContent;
import org.junit.jupiter.api.Test;

/** Debian's amavisd as an engine that answers for each recipient, and filters that are slow. */
class RealAmavisdIT {

    private static final Mailbox BOB = new Mailbox("bob", "example.com");
    private static final Mailbox EVE = new Mailbox("eve", "example.com");
    private static final String PROGRAM = "From: a@remote.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: application/octet-stream; name=\"x.exe\"\r\n"
            + "Content-Disposition: attachment; filename=\"x.exe\"\r\n\r\nMZ\r\n";

    @Test
    void f12AmavisdAnswersForEachRecipientOverLmtpAndOnceForAllOverSmtp() throws Exception {
        try (RealAmavisd amavisd = RealAmavisd.start()) {
            ScanAnswer split = ask(amavisd.scanner(Dialect.LMTP), PROGRAM, BOB, EVE);
            assertEquals(new ScanVerdict.Clean(), split.of(BOB).verdict(), split.toString());
            assertTrue(assertInstanceOf(ScanVerdict.Forbidden.class, split.of(EVE).verdict(), split.toString()).what().getFirst().contains("BANNED"));
            assertEquals(new ScanVerdict.Clean(), ask(amavisd.scanner(Dialect.LMTP), "From: a@remote.example\r\nSubject: x\r\n\r\nhello\r\n", BOB, EVE).verdict());
            assertInstanceOf(ScanVerdict.Forbidden.class, ask(amavisd.scanner(Dialect.SMTP), PROGRAM, EVE).verdict());
            assertEquals(new ScanVerdict.Clean(), ask(amavisd.scanner(Dialect.SMTP), PROGRAM, BOB).verdict());
        }
    }

    /** It greets and then says nothing, or a letter now and then: the deadline is one for all of it. */
    @Test
    void aSlowFilterIsUnavailableAtTheDeadline() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            Thread.ofVirtual().start(() -> dribble(server));
            LmtpScanner scanner = new LmtpScanner("slow", new ScannerPolicy.Server("127.0.0.1", server.getLocalPort()), Dialect.LMTP, "mx.example.com", SocketLink::connect);
            ScanAnswer answer = scanner.scan(question(PROGRAM, BOB).within(Duration.ofMillis(600)));
            assertInstanceOf(ScanVerdict.Unavailable.class, answer.verdict());
        }
    }

    private static void dribble(ServerSocket server) {
        try (Socket client = server.accept(); OutputStream out = client.getOutputStream()) {
            out.write("220 f\r\n250-".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write('x');
                Thread.sleep(100);
            }
        } catch (IOException e) {
            // it hung up
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ScanAnswer ask(LmtpScanner scanner, String content, Mailbox... recipients) {
        return scanner.scan(question(content, recipients));
    }

    private static ScanQuestion question(String content, Mailbox... recipients) {
        return new ScanQuestion(new MemoryContent(content.getBytes(StandardCharsets.ISO_8859_1)), "s1/1", Optional.empty(), ReversePath.of(new Mailbox("a", "remote.example")),
                Stream.of(recipients).map(each -> new ScanQuestion.Addressee(each, List.of())).toList(), Duration.ofSeconds(20));
    }
}
