package org.gatepost.workbench.demo.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dialogs with the demo store on streams. */
class StoreSessionTest {

    @TempDir
    private Path mail;

    private List<String> talk(StoreSession.Protocol protocol, String dialog) throws IOException {
        ByteArrayOutputStream replies = new ByteArrayOutputStream();
        Mailboxes mailboxes = protocol == StoreSession.Protocol.LMTP ? new Mailboxes.Users(mail) : new Mailboxes.Sink(mail);
        new StoreSession(protocol, mailboxes, new StoreWire(new ByteArrayInputStream(dialog.getBytes(StandardCharsets.ISO_8859_1)), replies)).run();
        return replies.toString(StandardCharsets.US_ASCII).lines().filter(line -> line.charAt(3) == ' ').map(line -> line.substring(0, 3)).toList();
    }

    private byte[] only(String mailbox) throws IOException {
        try (var files = Files.list(mail.resolve(mailbox).resolve("new"))) {
            return Files.readAllBytes(files.toList().getFirst());
        }
    }

    @Test
    void lmtpAnswersOncePerRecipientAndKeepsTheOctets() throws IOException {
        assertEquals(List.of("220", "250", "250", "250", "550", "250", "354", "250", "250", "221"), talk(StoreSession.Protocol.LMTP,
                "LHLO a\r\nMAIL FROM:<s@x.example> BODY=8BITMIME\r\nRCPT TO:<Alice@example.com>\r\nRCPT TO:<../etc@example.com>\r\nRCPT TO:<bob@example.com>\r\n"
                        + "DATA\r\nSubject: x\r\n\r\n..dot\r\n\u00e9\u0000\rbare\nlf\r\n.\r\nQUIT\r\n"));
        byte[] kept = "Return-Path: <s@x.example>\r\nSubject: x\r\n\r\n.dot\r\n\u00e9\u0000\rbare\nlf\r\n".getBytes(StandardCharsets.ISO_8859_1);
        assertArrayEquals(kept, only("alice"));
        assertArrayEquals(kept, only("bob"));
    }

    @Test
    void smtpTakesMailForEveryDomainIntoOneMailbox() throws IOException {
        assertEquals(List.of("220", "250", "250", "250", "354", "250", "221"),
                talk(StoreSession.Protocol.SMTP, "EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<x@anywhere.example>\r\nDATA\r\n.\r\nQUIT\r\n"));
        assertEquals("Return-Path: <>\r\n", new String(only("remote"), StandardCharsets.US_ASCII));
    }

    @Test
    void greetsOnlyInTheProtocolsOwnWord() throws IOException {
        assertEquals(List.of("220", "500", "503"), talk(StoreSession.Protocol.LMTP, "EHLO a\r\nMAIL FROM:<>\r\n"));
        assertEquals(List.of("220", "500"), talk(StoreSession.Protocol.SMTP, "LHLO a\r\n"));
    }

    @Test
    void aFolderStandsBehindAPlusSign() throws IOException {
        talk(StoreSession.Protocol.LMTP, "LHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<judy+Junk@example.com>\r\nRCPT TO:<bob+../alice@example.com>\r\nDATA\r\nx\r\n.\r\nQUIT\r\n");
        assertTrue(only("judy/.Junk").length > 0);
        assertTrue(only("bob").length > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../alice", ".hidden", "a/b", "a..b", "", "remote", "-x", "+x"})
    void refusesNamesThatLeadElsewhere(String local) {
        assertTrue(new Mailboxes.Users(mail).of(local + "@example.com").isEmpty());
    }

    @Test
    void keepsAnyContentAsItWas() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        String alphabet = ".\r\nab";
        for (int i = 0; i < 2_000; i++) {
            StringBuilder content = new StringBuilder();
            for (int n = random.nextInt(30); n > 0; n--) {
                content.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            content.append("\r\n");
            String wire = ("\r\n" + content).replace("\r\n.", "\r\n..").substring(2) + ".\r\nQUIT\r\n";
            StoreWire reader = new StoreWire(new ByteArrayInputStream(wire.getBytes(StandardCharsets.US_ASCII)), new ByteArrayOutputStream());
            assertEquals(content.toString(), StandardCharsets.US_ASCII.decode(reader.content(1_000).orElseThrow()).toString());
            assertEquals("QUIT", reader.line().orElseThrow());
        }
    }

    @Test
    void readsTooMuchToItsEndAndKeepsNothing() throws IOException {
        StoreWire reader = new StoreWire(new ByteArrayInputStream("12345\r\n.\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII)), new ByteArrayOutputStream());
        assertTrue(reader.content(6).isEmpty());
        assertFalse(reader.line().isEmpty());
    }
}
