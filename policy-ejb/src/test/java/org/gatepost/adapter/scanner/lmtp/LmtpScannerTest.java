package org.gatepost.adapter.scanner.lmtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.ScannerPolicy;
import org.gatepost.smtp.client.Dialect;
import org.gatepost.smtp.client.RemoteLink;
import org.gatepost.smtp.client.TlsTerms;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.protocol.TlsSession;
import org.gatepost.smtp.spool.MemoryContent;
import org.junit.jupiter.api.Test;

/** A filter spoken to as if it were the next hop; what it says is said in advance. */
class LmtpScannerTest {

    private static final Mailbox BOB = new Mailbox("bob", "example.com");
    private static final Mailbox EVE = new Mailbox("eve", "example.com");
    private static final String BEGINNING = "220 filter\r\n250 filter\r\n250 2.1.0 sender\r\n250 2.1.5 bob\r\n250 2.1.5 eve\r\n354 go\r\n";

    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    @Test
    void f12AFilterAnswersForEachRecipient() {
        ScanAnswer answer = ask(Dialect.LMTP, BEGINNING + "250 2.6.0 Ok\r\n554 5.7.0 Reject, id=1 - BANNED: x.exe\r\n");
        assertEquals(new ScanVerdict.Clean(), answer.of(BOB).verdict());
        assertEquals(new ScanVerdict.Forbidden(List.of("554 5.7.0 Reject, id=1 - BANNED: x.exe")), answer.of(EVE).verdict());
        assertEquals(Optional.of("554 5.7.0 Reject, id=1 - BANNED: x.exe"), answer.of(EVE).result());
        assertEquals("LHLO mx.example.org\r\nMAIL FROM:<a@remote.example>\r\nRCPT TO:<bob@example.com>\r\nRCPT TO:<eve@example.com>\r\nDATA\r\nSubject: x\r\n\r\n..dot\r\n.\r\nQUIT\r\n",
                heard.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void theSameAnswerForAllIsOne() {
        assertEquals(new ScanVerdict.Clean(), ask(Dialect.LMTP, BEGINNING + "250 ok\r\n250 ok\r\n").verdict());
        ScanAnswer infected = ask(Dialect.SMTP, BEGINNING + "554 5.7.0 Reject, id=1 - INFECTED: Eicar-Test\r\n");
        assertEquals(new ScanVerdict.Infected(List.of("Eicar-Test")), infected.verdict());
        assertTrue(infected.byRecipient().isEmpty());
    }

    @Test
    void aRecipientItWillNotHearOfIsRefusedAlone() {
        ScanAnswer answer = ask(Dialect.LMTP, "220 f\r\n250 f\r\n250 ok\r\n250 ok\r\n550 5.1.1 no\r\n354 go\r\n250 ok\r\n");
        assertEquals(new ScanVerdict.Clean(), answer.of(BOB).verdict());
        assertInstanceOf(ScanVerdict.Forbidden.class, answer.of(EVE).verdict());
    }

    @Test
    void whatIsTemporaryBreaksOffOrIsNoSmtpCouldNotBeAsked() {
        for (String said : List.of("", "hello\r\n", "421 4.3.2 busy\r\n", "220 f\r\n500 no LMTP\r\n", BEGINNING, BEGINNING + "451 4.5.0 later\r\n451 4.5.0 later\r\n", BEGINNING + "2")) {
            assertInstanceOf(ScanVerdict.Unavailable.class, ask(Dialect.LMTP, said).verdict(), said);
        }
        assertInstanceOf(ScanVerdict.Unavailable.class, ask(Dialect.LMTP, BEGINNING + "250 ok\r\n451 4.5.0 later\r\n").of(EVE).verdict());
    }

    @Test
    void aQuestionAboutNobodyHasNoAnswer() {
        assertInstanceOf(ScanVerdict.Unscannable.class, scanner(Dialect.LMTP, BEGINNING).scan(ScanQuestion.about(new MemoryContent(new byte[0]), Duration.ofSeconds(5))).verdict());
        assertTrue(scanner(Dialect.LMTP, "220 f\r\n250 f\r\n").answers(Duration.ofSeconds(5)));
        assertTrue(!scanner(Dialect.LMTP, "554 no\r\n").answers(Duration.ofSeconds(5)));
    }

    private ScanAnswer ask(Dialect dialect, String says) {
        return scanner(dialect, says).scan(new ScanQuestion(new MemoryContent("Subject: x\r\n\r\n.dot\r\n".getBytes(StandardCharsets.US_ASCII)), "s1/1", Optional.empty(),
                ReversePath.of(new Mailbox("a", "remote.example")), Stream.of(BOB, EVE).map(each -> new ScanQuestion.Addressee(each, List.of())).toList(), Duration.ofSeconds(5)));
    }

    private LmtpScanner scanner(Dialect dialect, String says) {
        return new LmtpScanner("amavisd", new ScannerPolicy.Server("filter.example", 10024), dialect, "mx.example.org", (host, port, timeout, from) -> new Said(says));
    }

    private final class Said implements RemoteLink {
        private final InputStream in;

        Said(String says) {
            in = new ByteArrayInputStream(says.getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public InputStream in() {
            return in;
        }

        @Override
        public OutputStream out() {
            return heard;
        }

        @Override
        public void readTimeout(Duration timeout) {
            // all is said already
        }

        @Override
        public String remoteAddress() {
            return "192.0.2.1";
        }

        @Override
        public RemoteLink startTls(TlsTerms terms) throws IOException {
            throw new IOException("not offered");
        }

        @Override
        public Optional<TlsSession> tls() {
            return Optional.empty();
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
