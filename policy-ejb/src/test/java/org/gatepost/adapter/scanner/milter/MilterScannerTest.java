package org.gatepost.adapter.scanner.milter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.gatepost.mail.MessageHeader;
import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.ScanWish;
import org.gatepost.scan.ScannerOptions;
import org.gatepost.smtp.protocol.EnhancedStatus;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.protocol.TlsSession;
import org.gatepost.smtp.spool.MemoryContent;
import org.junit.jupiter.api.Test;

/** What a filter is told, and what its answers mean: F18. */
class MilterScannerTest {

    static final int ALL = 0x31;
    static final int LEADING_SPACE = 0x100000;
    private static final int SKIP = 0x400;
    static final Mailbox BOB = new Mailbox("bob", "example.com");
    private static final Mailbox EVE = new Mailbox("eve", "example.com");
    static final String MESSAGE = "Received: from x\r\n\tby y\r\nSubject:  two spaces\r\nX-Tight:none\r\nX-Gap : kept\r\n\r\nhello\r\n.dot\r\n";

    @Test
    void f18PlaysEveryStageWithItsMacros() throws IOException {
        ScriptedFilter filter = new ScriptedFilter(ALL, LEADING_SPACE);
        ScanAnswer answer = ask(filter, MESSAGE);
        assertEquals(ScanAnswer.of(answer.finding()), answer);
        assertEquals(new ScanVerdict.Clean(), answer.verdict());
        assertEquals(Optional.of("accept"), answer.finding().result());
        assertEquals(List.of("D Cj|mx.example.org|v|Gatepost|_|client.example [192.0.2.7]|{client_addr}|192.0.2.7|{client_name}|client.example|{client_port}|4660|",
                "C client.example|4\u0012\u0034192.0.2.7|",
                "D H{tls_version}|TLSv1.3|{cipher}|TLS_AES_128_GCM_SHA256|{verify}|NO|", "H ehlo.example|",
                "D Mi|s1.2|{auth_type}|PLAIN|{auth_authen}|alice|{mail_addr}|alice@example.org|{mail_host}|example.org|", "M <alice@example.org>|",
                "D R{rcpt_addr}|bob@example.com|{rcpt_host}|example.com|", "R <bob@example.com>|",
                "D R{rcpt_addr}|eve@example.com|{rcpt_host}|example.com|", "R <eve@example.com>|",
                "D Ti|s1.2|", "T ",
                "L Received| from x\n\tby y|", "L Subject|  two spaces|", "L X-Tight|none|", "L X-Gap| kept|",
                "D Ni|s1.2|", "N ", "B hello\r\n.dot\r\n", "D Ei|s1.2|", "E ", "Q "), filter.heard.subList(1, filter.heard.size()));
    }

    @Test
    void offersVersionSixItsActionsAndEveryStep() throws IOException {
        ScriptedFilter filter = new ScriptedFilter(2, ALL, 0);
        ask(filter, MESSAGE);
        ByteBuffer offer = ByteBuffer.wrap(filter.heard.getFirst().substring(2).replace('|', '\0').getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(6, offer.getInt());
        assertEquals(0x131, offer.getInt());
        assertEquals(0x1FF7FF, offer.getInt());
    }

    @Test
    void aFilterOfVersionTwoHearsNothingOfDataAndGetsValuesWithoutTheirLeadingSpace() throws IOException {
        ScriptedFilter filter = new ScriptedFilter(2, ALL, 0);
        ask(filter, MESSAGE);
        assertTrue(filter.heard.stream().noneMatch(packet -> packet.startsWith("T")));
        assertTrue(filter.heard.contains("L Subject|two spaces|"), filter.heard.toString());
        assertTrue(filter.heard.contains("L Received|from x\n\tby y|"), filter.heard.toString());
    }

    @Test
    void leavesOutWhatAFilterDoesWithoutAndWaitsForNoAnswerItDoesNotGive() throws IOException {
        int without = 0x1 | 0x2 | 0x8 | 0x10 | 0x40 | 0x200;
        int silent = 0x4000 | 0x80;
        ScriptedFilter filter = new ScriptedFilter(ALL, without | silent | LEADING_SPACE);
        ask(filter, MESSAGE);
        assertEquals(List.of("O", "D", "M", "L", "L", "L", "L", "D", "E", "Q"), filter.heard.stream().map(packet -> packet.substring(0, 1)).toList());
    }

    @Test
    void sendsTheMacrosAFilterAskedFor() throws IOException {
        byte[] wanted = ByteBuffer.allocate(12 + 4 + 8).putInt(6).putInt(ALL).putInt(0).putInt(2).put("i j _ x\0".getBytes(StandardCharsets.US_ASCII)).array();
        ScriptedFilter filter = new ScriptedFilter(ALL, 0).says('O', new Packet('O', wanted));
        ask(filter, MESSAGE);
        assertTrue(filter.heard.contains("D Mi|s1.2|j|mx.example.org|_|client.example [192.0.2.7]|"), filter.heard.toString());
    }

    @Test
    void aLongBodyGoesInPiecesAndIsSkippedWhenTheFilterHasHeardEnough() throws IOException {
        String body = "0123456789abcdef\r\n".repeat(20_000);
        ScriptedFilter whole = new ScriptedFilter(ALL, 0);
        ask(whole, "Subject: x\r\n\r\n" + body);
        StringBuilder pieces = new StringBuilder();
        whole.heard.stream().filter(packet -> packet.startsWith("B")).map(packet -> packet.substring(2)).forEach(pieces::append);
        assertEquals(body, pieces.toString());
        assertTrue(whole.heard.stream().allMatch(packet -> packet.length() - 2 <= Packets.DATA_OCTETS_MAX));
        ScriptedFilter bored = new ScriptedFilter(ALL, SKIP).says('B', Packet.of('s'));
        ask(bored, "Subject: x\r\n\r\n" + body);
        assertEquals(1, bored.heard.stream().filter(packet -> packet.startsWith("B")).count());
        assertEquals("E ", bored.heard.get(bored.heard.size() - 2));
    }

    @Test
    void f18PassesOnWhatAFilterWantsDoneToTheHeader() throws IOException {
        ScriptedFilter filter = new ScriptedFilter(ALL, LEADING_SPACE).says('E', Packet.of('p'), Packet.of('h', "X-Spam", " no\n\twhy"), at('i', 1, "Authentication-Results", " mx; dkim=pass"),
                Packet.of('p'), at('m', 1, "subject", " [tag]  two spaces"), at('m', 1, "X-Tight", ""), at('m', 3, "Subject", ""), at('m', 1, "X-New", " new"), Packet.of('c'));
        assertEquals(List.of(new ScanWish.AddField(ScanWish.AddField.LAST, "X-Spam", " no\r\n\twhy"), new ScanWish.AddField(0, "Authentication-Results", " mx; dkim=pass"),
                new ScanWish.ChangeField("subject", 1, Optional.of(" [tag]  two spaces")), new ScanWish.ChangeField("X-Tight", 1, Optional.empty()),
                new ScanWish.AddField(ScanWish.AddField.LAST, "X-New", " new")), ask(filter, MESSAGE).wishes());
        ScriptedFilter old = new ScriptedFilter(ALL, 0).says('E', Packet.of('h', "X-Spam", "no"), Packet.of('a'));
        assertEquals(List.of(new ScanWish.AddField(ScanWish.AddField.LAST, "X-Spam", " no")), ask(old, MESSAGE).wishes());
    }

    @Test
    void f18QuarantineIsAWishWithItsReason() throws IOException {
        ScanAnswer answer = ask(new ScriptedFilter(ALL, 0).says('E', Packet.of('q', "looks bad"), Packet.of('a')), MESSAGE);
        assertEquals(List.of(new ScanWish.Quarantine("looks bad")), answer.wishes());
        assertEquals(Optional.of("quarantine: looks bad"), answer.finding().result());
    }

    @Test
    void repliesComeWithTheirCodesAndLines() throws IOException {
        assertEquals(new Reply(554, EnhancedStatus.of("5.6.1"), List.of("first 100% line", "second")),
                refusal(Packet.of('y', "554-5.6.1 first 100%% line\r\n554 5.6.1 second")));
        assertEquals("450 4.7.1 slow down", refusal(Packet.of('y', "450 slow down")).toString());
        assertEquals("451 4.3.2 shutting down", refusal(Packet.of('y', "421 4.3.2 shutting down")).toString());
        assertEquals("550 5.7.1 contradicts itself", refusal(Packet.of('y', "550 4.7.1 contradicts itself")).toString());
        assertEquals("550 5.7.1 message refused", refusal(Packet.of('r')).toString());
        assertEquals(451, refusal(Packet.of('t')).code());
        assertEquals(451, refusal(Packet.of('4')).code());
    }

    @Test
    void aFilterMakesUpItsMindAtAnyStage() throws IOException {
        for (char code : "CHMTLNBE".toCharArray()) {
            ScriptedFilter filter = new ScriptedFilter(ALL, 0).says(code, Packet.of('r'));
            assertEquals(1, ask(filter, MESSAGE).wishes().size());
            assertEquals("Q ", filter.heard.getLast());
            assertEquals(code, filter.heard.get(filter.heard.size() - 2).charAt(0));
            assertEquals(List.of(), ask(new ScriptedFilter(ALL, 0).says(code, Packet.of('a')), MESSAGE).wishes());
            assertEquals(List.of(new ScanWish.Discard()), ask(new ScriptedFilter(ALL, 0).says(code, Packet.of('d')), MESSAGE).wishes());
        }
    }

    @Test
    void aRecipientIsRefusedAloneAndAllOfThemRefuseTheMessage() throws IOException {
        ScriptedFilter one = new ScriptedFilter(ALL, 0) ;
        ScanAnswer all = ask(one.says('R', Packet.of('y', "550 5.1.1 no such user")), MESSAGE);
        assertEquals("550 5.1.1 no such user", ((ScanWish.Refuse) all.wishes().getFirst()).reply().toString());
        assertEquals(Map.of(BOB, new ScanVerdict.Forbidden(List.of("550 5.1.1 no such user")), EVE, new ScanVerdict.Forbidden(List.of("550 5.1.1 no such user"))),
                Map.of(BOB, all.of(BOB).verdict(), EVE, all.of(EVE).verdict()));
        ScanAnswer later = ask(new ScriptedFilter(ALL, 0).says('R', Packet.of('t')), MESSAGE);
        assertEquals(451, ((ScanWish.Refuse) later.wishes().getFirst()).reply().code());
    }

    @Test
    void whatIsNotInTheProtocolIsAFailure() {
        for (Packet nonsense : List.of(Packet.of('z'), Packet.of('f'), Packet.of('s'), Packet.of('y', "250 fine"), Packet.of('y', ""), Packet.of('h', "X", " early"),
                new Packet('y', "550 no end".getBytes(StandardCharsets.US_ASCII)))) {
            assertThrows(IOException.class, () -> ask(new ScriptedFilter(ALL, 0).says('M', nonsense), MESSAGE), nonsense.toString());
        }
        for (Packet nonsense : List.of(Packet.of('h', "Two words", " x"), Packet.of('h', "X:", " x"), Packet.of('h', "X", " a\nEvil: b"), Packet.of('h', "X", " a\rb"), Packet.of('h', "X"),
                new Packet('h', new byte[] {'X', 0, ' ', (byte) 0xff, 0}), new Packet('i', new byte[3]), Packet.of('b', "body"), Packet.of('+', "<x@y>"), Packet.of('s'))) {
            assertThrows(IOException.class, () -> ask(new ScriptedFilter(ALL, 0).says('E', nonsense, Packet.of('c')), MESSAGE), nonsense.toString());
        }
    }

    @Test
    void aFilterMayNotDoMoreThanItWasOfferedOrSaid() {
        for (int more : new int[] {0x2, 0x4, 0x8, 0x40, 0x80, 0x200}) {
            assertThrows(IOException.class, () -> ask(new ScriptedFilter(ALL | more, 0), MESSAGE));
        }
        assertThrows(IOException.class, () -> ask(new ScriptedFilter(ALL, 0x40000000), MESSAGE));
        assertThrows(IOException.class, () -> ask(new ScriptedFilter(7, ALL, 0), MESSAGE));
        assertThrows(IOException.class, () -> ask(new ScriptedFilter(1, ALL, 0), MESSAGE));
        assertThrows(IOException.class, () -> ask(new ScriptedFilter(0x1, 0).says('E', Packet.of('q', "why"), Packet.of('c')), MESSAGE));
    }

    @Test
    void limitsHoldOneOver() throws IOException {
        String edge = "X: " + "a".repeat(Packets.DATA_OCTETS_MAX - 4) + "\r\n\r\n";
        assertEquals(new ScanVerdict.Clean(), ask(new ScriptedFilter(ALL, LEADING_SPACE), edge).verdict());
        assertThrows(CannotLook.class, () -> ask(new ScriptedFilter(ALL, LEADING_SPACE), "X: a" + edge.substring(3)));
        assertThrows(CannotLook.class, () -> ask(new ScriptedFilter(ALL, 0), "X: a\0b\r\n\r\n"));
        String fields = "X: y\r\n".repeat(MessageHeader.FIELDS_MAX);
        assertEquals(new ScanVerdict.Clean(), ask(new ScriptedFilter(ALL, 0), fields).verdict());
        assertThrows(CannotLook.class, () -> ask(new ScriptedFilter(ALL, 0), fields + "X: y\r\n"));
        Packet[] edits = new Packet[Edits.EDITS_MAX + 1];
        Arrays.fill(edits, Packet.of('h', "X", " y"));
        edits[Edits.EDITS_MAX] = Packet.of('c');
        assertEquals(Edits.EDITS_MAX, ask(new ScriptedFilter(ALL, 0).says('E', edits), MESSAGE).wishes().size());
        edits[Edits.EDITS_MAX] = Packet.of('h', "X", " y");
        assertThrows(IOException.class, () -> ask(new ScriptedFilter(ALL, 0).says('E', edits), MESSAGE));
        assertThrows(IOException.class, () -> ask(new ScriptedFilter(ALL, 0).says('M', new Packet('c', new byte[Packets.ANSWER_OCTETS_MAX])), MESSAGE));
    }

    @Test
    void aContentWithoutHeaderOrBodyIsPlayedToItsEnd() throws IOException {
        for (String content : List.of("", "\r\n", "Subject: x", "Subject: x\r\n", "no field\r\n\r\nbody")) {
            ScriptedFilter filter = new ScriptedFilter(ALL, 0);
            assertEquals(new ScanVerdict.Clean(), ask(filter, content).verdict());
            assertEquals(List.of("E ", "Q "), filter.heard.subList(filter.heard.size() - 2, filter.heard.size()));
        }
        ScanQuestion bare = ScanQuestion.about(new MemoryContent(new byte[0]), Duration.ofSeconds(1));
        ScriptedFilter filter = new ScriptedFilter(ALL, 0);
        new MilterScanner("m", deadline -> filter, "mx", ScannerOptions.NONE, InstantSource.system()).askAnew(bare);
        assertTrue(filter.heard.contains("C localhost|U"), filter.heard.toString());
        assertTrue(filter.heard.contains("M <>|"), filter.heard.toString());
    }

    private static Reply refusal(Packet says) throws IOException {
        return ((ScanWish.Refuse) ask(new ScriptedFilter(ALL, 0).says('M', says), MESSAGE).wishes().getFirst()).reply();
    }

    static Packet at(char code, int index, String name, String value) {
        byte[] texts = Packet.of(code, name, value).data();
        return new Packet(code, ByteBuffer.allocate(4 + texts.length).putInt(index).put(texts).array());
    }

    private static ScanAnswer ask(ScriptedFilter filter, String message) throws IOException {
        return new MilterScanner("m", deadline -> filter, "mx.example.org", ScannerOptions.NONE, InstantSource.system()).askAnew(question(message));
    }

    static ScanQuestion question(String message) {
        ScanQuestion.Client client = new ScanQuestion.Client(IpAddress.parse("192.0.2.7"), 0x1234, Optional.of("client.example"), "ehlo.example",
                Optional.of(new TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256")), Optional.of("alice"), Optional.of("PLAIN"));
        return new ScanQuestion(new MemoryContent(message.getBytes(StandardCharsets.ISO_8859_1)), "s1/2", Optional.of(client),
                ReversePath.of(new Mailbox("alice", "example.org")), List.of(new ScanQuestion.Addressee(BOB, List.of()), new ScanQuestion.Addressee(EVE, List.of())), Duration.ofSeconds(1));
    }
}
