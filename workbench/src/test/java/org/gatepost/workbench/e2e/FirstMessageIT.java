package org.gatepost.workbench.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import org.gatepost.workbench.bench.harness.Program;
import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.Test;

class FirstMessageIT {

    private final RunningGatepost gatepost = RunningGatepost.shared();

    @Test
    void swaksDeliversToAlice() throws Exception {
        String subject = "first " + UUID.randomUUID();
        Program.succeed(Program.PATIENCE, List.of("swaks", "--server", "127.0.0.1:" + gatepost.smtpPort(), "--to", "alice@example.com", "--from", "a@remote.example",
                "--h-Subject", subject));
        String message = Files.readString(delivered("alice", subject), ISO_8859_1);
        assertTrue(message.startsWith("Return-Path: <a@remote.example>\r\nReceived: from "), message);
        assertTrue(message.contains("with ESMTP\r\n\tid ") && message.contains("for <alice@example.com>;"), message);
    }

    @Test
    void theOctetsBehindTheAddedFieldsAreThoseThatWereSent() throws Exception {
        String mark = UUID.randomUUID().toString();
        byte[] content = awkwardContent(mark);
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<a@remote.example> BODY=8BITMIME").expect("250");
            talk.say("RCPT TO:<bob@example.com>").expect("250");
            talk.say("BDAT " + content.length + " LAST").send(content).expect("250");
        }
        byte[] delivered = Files.readAllBytes(delivered("bob", mark));
        int added = delivered.length - content.length;
        assertArrayEquals(content, java.util.Arrays.copyOfRange(delivered, added, delivered.length));
        String fields = new String(delivered, 0, added, ISO_8859_1);
        assertTrue(fields.endsWith("\r\n"), fields);
        assertEquals(List.of("Return-Path", "Received"), fields.lines().filter(line -> !line.startsWith("\t")).map(line -> line.split(":")[0]).toList());
    }

    /** Dots at line starts, lone dots, eight-bit octets, long lines, trailing spaces: everything but a bare CR or LF. */
    private static byte[] awkwardContent(String mark) {
        StringBuilder text = new StringBuilder("Subject: " + mark + "\r\nX-Empty:\r\n\r\n..\r\n...\r\n .\r\n\r\n\r\n");
        Random random = new Random(7);
        for (int line = 0; line < 500; line++) {
            for (int i = random.nextInt(900); i > 0; i--) {
                int octet = 1 + random.nextInt(255);
                text.append(octet == '\r' || octet == '\n' ? '.' : (char) octet);
            }
            text.append("\r\n");
        }
        return text.toString().getBytes(ISO_8859_1);
    }

    private Path delivered(String uid, String mark) throws Exception {
        List<Path> found = Eventually.get("a message with " + mark + " for " + uid, Duration.ofSeconds(20), () -> gatepost.mailContaining(uid, mark),
                files -> !files.isEmpty());
        assertEquals(1, found.size());
        return found.getFirst();
    }
}
