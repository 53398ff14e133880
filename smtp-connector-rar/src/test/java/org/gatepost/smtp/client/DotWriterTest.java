package org.gatepost.smtp.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

import org.gatepost.smtp.wire.DotLines;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DotWriterTest {

    @Test
    void doublesDotsThatBeginLines() throws IOException {
        assertEquals("..a\r\nb.\r\n..\r\n...\r\n.\r\n", written(".a\r\nb.\r\n.\r\n..\r\n"));
    }

    @Test
    void endsALastLineThatIsOpen() throws IOException {
        assertEquals("a\r\n.\r\n", written("a"));
        assertEquals("a\r\r\n.\r\n", written("a\r"));
        assertEquals("a\n\r\n.\r\n", written("a\n"));
    }

    @Test
    void writesNothingButTheDotForEmptyContent() throws IOException {
        assertEquals(".\r\n", written(""));
    }

    @Test
    void anyStoredContentComesBackIdentical() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            byte[] content = content(random, false);
            ByteArrayOutputStream wire = new ByteArrayOutputStream();
            pieces(random, content, wire);
            assertArrayEquals(content, unstuffed(wire.toByteArray()), "seed " + seed + " round " + i);
        }
    }

    @Test
    void noContentWhateverEndsEarlyForTheMostLenientReceiver() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            ByteArrayOutputStream wire = new ByteArrayOutputStream();
            pieces(random, content(random, true), wire);
            String text = wire.toString(StandardCharsets.ISO_8859_1);
            String body = "\n" + text.substring(0, text.length() - 3);
            assertFalse(body.matches("(?s).*[\r\n]\\.[\r\n].*"), "seed " + seed + " round " + i);
        }
    }

    @Test
    @DisplayName("what a client smuggles in is never sent out")
    void noDotLineLeavesAsOne() throws IOException {
        for (String sequence : DotLines.all()) {
            for (String stored : List.of("first" + sequence + "MAIL FROM:<evil@remote.example>", sequence)) {
                for (int cut = 0; cut <= stored.length(); cut++) {
                    ByteArrayOutputStream wire = new ByteArrayOutputStream();
                    DotWriter dots = new DotWriter(wire);
                    dots.write(stored.substring(0, cut).getBytes(StandardCharsets.ISO_8859_1));
                    dots.write(stored.substring(cut).getBytes(StandardCharsets.ISO_8859_1));
                    dots.end();
                    String text = "\n" + wire.toString(StandardCharsets.ISO_8859_1);
                    // Spaces behind a dot are trimmed by some; the final dot is the one that may be there.
                    assertFalse(text.substring(0, text.length() - 3).matches("(?s).*[\r\n]\\.[ \t\b]*[\r\n].*"), DotLines.shown(stored));
                    assertTrue(text.endsWith("\r\n.\r\n"), DotLines.shown(stored));
                }
            }
        }
    }

    private static byte[] content(Random random, boolean bare) {
        String[] parts = bare ? new String[] {".", "..", "\r\n", "\r", "\n", "a", "\u00e9"} : new String[] {".", "..", "\r\n", "\r\n.\r\n", "a", "\u00e9", "b c"};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(bare ? 40 : 12_000); i > 0; i--) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        return text.append(bare ? "" : "\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void pieces(Random random, byte[] content, ByteArrayOutputStream wire) throws IOException {
        DotWriter dots = new DotWriter(wire);
        for (int at = 0; at < content.length;) {
            int length = Math.min(content.length - at, 1 + random.nextInt(5_000));
            dots.write(content, at, length);
            at += length;
        }
        dots.end();
    }

    /** As RFC 5321 section 4.5.2 tells a receiver. */
    private static byte[] unstuffed(byte[] wire) {
        StringBuilder out = new StringBuilder();
        for (String line : new String(wire, StandardCharsets.ISO_8859_1).split("(?<=\r\n)")) {
            if (line.equals(".\r\n")) {
                break;
            }
            out.append(line.startsWith(".") ? line.substring(1) : line);
        }
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String written(String content) throws IOException {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        DotWriter dots = new DotWriter(wire);
        dots.write(content.getBytes(StandardCharsets.ISO_8859_1));
        dots.end();
        return wire.toString(StandardCharsets.ISO_8859_1);
    }
}
