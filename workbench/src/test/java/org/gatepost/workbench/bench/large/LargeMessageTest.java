package org.gatepost.workbench.bench.large;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class LargeMessageTest {

    private static final String TRACE = "Return-Path: <bench@sender.example>\r\nReceived: from large.example\r\n\tby localhost\r\n";

    /** What was sent, and its digest there. */
    private record Written(String octets, String digest) {
    }

    private static Written written(int number) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String digest = new LargeMessage(number, 200_000).writeTo(block -> out.write(block.array(), block.position(), block.remaining()));
        return new Written(out.toString(StandardCharsets.US_ASCII), digest);
    }

    private static String taken(String dialog) throws IOException {
        Arrivals arrivals = new Arrivals();
        new SinkDialog(arrivals).run(new SinkLines(new ByteArrayInputStream(dialog.getBytes(StandardCharsets.US_ASCII))), new ByteArrayOutputStream());
        return arrivals.digests() + " " + arrivals.again() + " " + arrivals.others();
    }

    private static String dialog(String content) {
        return "LHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n" + content + ".\r\nQUIT\r\n";
    }

    @Test
    void hasTheSizeItWasToldAndEndsWithALine() throws IOException {
        Written message = written(3);
        assertTrue(message.octets().length() >= 200_000);
        assertTrue(message.octets().endsWith("\r\n"));
        assertFalse(message.octets().contains("\n."));
    }

    @Test
    void leavesNoServerAFieldToAddNorALineToBreak() throws IOException {
        String octets = written(3).octets();
        String header = octets.substring(0, octets.indexOf("\r\n\r\n"));
        for (String field : List.of("Date: ", "Message-ID: ", "From: ", "To: ")) {
            assertTrue(header.contains("\r\n" + field), field);
        }
        assertTrue(octets.lines().allMatch(line -> line.length() <= 998));
    }

    @Test
    void noTwoAreAlikeAndEachIsTheSameEveryTime() throws IOException {
        assertNotEquals(written(3).digest(), written(4).digest());
        assertEquals(written(3), written(3));
    }

    @Test
    void theSinkFindsTheSameDigestBelowWhatServersAdded() throws IOException {
        Written message = written(5);
        assertEquals(Map.of(5, message.digest()) + " 0 0", taken(dialog(TRACE + message.octets())));
    }

    @Test
    void anOctetChangedIsAnotherDigest() throws IOException {
        Written message = written(5);
        assertNotEquals(Map.of(5, message.digest()) + " 0 0", taken(dialog(message.octets().replaceFirst("Subject: large", "Subject: lArge"))));
    }

    @Test
    void aBlockSentTwiceIsAnotherDigest() throws IOException {
        Written message = written(5);
        String last = message.octets().substring(message.octets().length() - 78 * 840);
        assertNotEquals(Map.of(5, message.digest()) + " 0 0", taken(dialog(message.octets() + last)));
    }

    @Test
    void transparencyDotsAreTakenAway() throws IOException {
        ContentDigest plain = new ContentDigest();
        for (String line : new String[] {"X-Bench-Id: 8\r\n", ".x\r\n", ".\r\n"}) {
            plain.line(line.getBytes(StandardCharsets.US_ASCII), 0, line.length());
        }
        assertEquals(Map.of(8, plain.value()) + " 0 0", taken(dialog("X-Bench-Id: 8\r\n..x\r\n..\r\n")));
    }

    @Test
    void aMessageWithoutANumberIsOnlyCounted() throws IOException {
        assertEquals("{} 0 1", taken(dialog("Subject: neighbour\r\n\r\nHello\r\n")));
    }

    @Test
    void oneThatComesAgainIsCountedApart() throws IOException {
        String content = written(6).octets();
        String twice = "LHLO x\r\n" + ("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n" + content + ".\r\n").repeat(2) + "QUIT\r\n";
        assertTrue(taken(twice).endsWith(" 1 0"));
    }

    @Test
    void contentThatBreaksOffDoesNotCount() {
        assertThrows(EOFException.class, () -> taken("DATA\r\nX-Bench-Id: 9\r\nhalf"));
    }

    @Test
    void aLineOverTheLimitIsAnError() {
        assertThrows(IOException.class, () -> taken("DATA\r\n" + "x".repeat(2 * SinkLines.LINE_OCTETS_MAX)));
    }
}
