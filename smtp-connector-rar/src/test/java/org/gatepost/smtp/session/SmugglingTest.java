package org.gatepost.smtp.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.SessionLimits;
import org.gatepost.smtp.spool.SpoolBudget;
import org.gatepost.smtp.spool.SpoolDirectory;
import org.gatepost.smtp.wire.DotLines;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client hides a second message behind every sequence that somebody might take for the end of data. However the octets come, nothing of it is executed; and
 * what is taken has no line ending that another server could read otherwise.
 */
class SmugglingTest {

    private static final String ENVELOPE = "EHLO client.example\r\nMAIL FROM:<a@remote.example>\r\nRCPT TO:<alice@example.com>\r\n";
    private static final String SMUGGLED = "MAIL FROM:<evil@remote.example>\r\nRCPT TO:<bob@example.com>\r\nDATA\r\nsmuggled\r\n.\r\nNOOP\r\n";

    @TempDir
    private static Path spool;

    private record Ended(ScriptedPolicy policy, String said) {
    }

    @Test
    @DisplayName("no dot line but that of the standard ends DATA")
    void afterData() throws IOException {
        for (String sequence : DotLines.all()) {
            check(sequence, List.of(ENVELOPE + "DATA\r\n", "first" + sequence + SMUGGLED), there -> there);
            check(sequence, List.of(ENVELOPE + "DATA\r\n", sequence + SMUGGLED), there -> there);
        }
    }

    @Test
    @DisplayName("nor when each octet comes by itself, or the pieces end at every place")
    void inPieces() throws IOException {
        for (String sequence : DotLines.all()) {
            check(sequence, List.of(ENVELOPE + "DATA\r\n", "first" + sequence + SMUGGLED), there -> 1);
            for (int at = 1; at <= sequence.length() + 1; at++) {
                int cut = "first".length() + at - 1;
                String content = "first" + sequence + SMUGGLED;
                check(sequence, List.of(ENVELOPE + "DATA\r\n", content.substring(0, cut), content.substring(cut)), there -> there);
            }
        }
    }

    @Test
    @DisplayName("nor where the content comes with DATA in one piece")
    void pipelinedBehindData() throws IOException {
        for (String sequence : DotLines.all()) {
            check(sequence, List.of(ENVELOPE + "DATA\r\nfirst" + sequence + SMUGGLED), there -> there);
        }
    }

    @Test
    @DisplayName("nor under TLS")
    void encrypted() throws IOException {
        for (String sequence : DotLines.all()) {
            check(sequence, List.of("EHLO client.example\r\nSTARTTLS\r\n", ENVELOPE + "DATA\r\n", "first" + sequence + SMUGGLED), there -> there);
        }
    }

    @Test
    @DisplayName("P05 a chunk ends where it was said to, and what it holds could smuggle nothing at the next hop")
    void inChunks() throws IOException {
        for (String sequence : DotLines.all()) {
            String content = "first" + sequence + SMUGGLED;
            check(sequence, List.of(ENVELOPE + "BDAT " + content.length() + " LAST\r\n" + content), there -> there);
            check(sequence, List.of(ENVELOPE + "BDAT " + (content.length() - SMUGGLED.length()) + "\r\n", "first" + sequence,
                    "BDAT " + SMUGGLED.length() + " LAST\r\n", SMUGGLED), there -> 1);
        }
    }

    @Test
    @DisplayName("what ends DATA with a CR, LF or NUL too many before it is refused, and nothing behind it is executed")
    void oddEnds() throws IOException {
        for (String end : DotLines.oddEnds()) {
            Ended ended = play(List.of(ENVELOPE + "DATA\r\n", "first" + end + SMUGGLED), there -> there);
            assertEquals(0, ended.policy().messages.size(), DotLines.shown(end));
            assertEquals(1, ended.policy().mails.size(), DotLines.shown(end));
            assertTrue(ended.said().endsWith("550 5.5.2 line endings must be CRLF\r\n") || ended.said().contains("\r\n550 5.5.2 "), ended.said());
        }
    }

    /** There was one MAIL; and what was taken, if it was, is the whole with lines that end in CRLF alone. */
    private static void check(String sequence, List<String> groups, IntUnaryOperator split) throws IOException {
        Ended ended = play(groups, split);
        String told = DotLines.shown(sequence) + ": " + ended.said();
        assertEquals(1, ended.policy().mails.size(), told);
        assertEquals(1, ended.policy().recipients.size(), told);
        assertTrue(ended.policy().messages.size() <= 1, told);
        for (String content : ended.policy().messages) {
            assertTrue(content.contains("smuggled"), told);
            assertFalse(content.replace("\r\n", "").matches("(?s).*[\r\n\0].*"), told);
        }
        assertEquals(ended.policy().messages.isEmpty(), ended.said().contains("\r\n550 5.5.2 "), told);
    }

    private static Ended play(List<String> groups, IntUnaryOperator split) throws IOException {
        SpoolDirectory directory = new SpoolDirectory(spool.resolve("s"), new SpoolBudget(1 << 20, 1 << 20));
        directory.prepare();
        ScriptedPolicy policy = new ScriptedPolicy(SessionLimits.DEFAULT.offering(SessionLimits.DEFAULT.offer().with(Extension.STARTTLS, "")), false);
        OctetLink link = new OctetLink(groups.stream().map(group -> group.getBytes(ISO_8859_1)).toList(), split);
        TestClock clock = new TestClock();
        Connection connection = new Connection("s", "smtp", IpAddress.parse("192.0.2.1"), 1, IpAddress.parse("192.0.2.2"), 25, Optional.empty());
        new SmtpSession(new SessionSettings("mx.example", directory, clock, clock), link, new ConnectRequest(connection, 1, 1), policy).run();
        assertEquals(0, directory.open(), "contents left open");
        return new Ended(policy, link.said());
    }
}
