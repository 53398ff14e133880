package org.gatepost.partial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.gatepost.smtp.spool.ContentTraits;
import org.junit.jupiter.api.Test;

class WholeMessageTest {

    private static final int HEADER_MAX = 10_000;

    private static WholeMessage.Piece piece(String content) {
        int bodyAt = content.indexOf("\r\n\r\n") + 4;
        byte[] octets = content.getBytes(ISO_8859_1);
        return new WholeMessage.Piece(() -> new ByteArrayInputStream(octets), bodyAt, octets.length - bodyAt);
    }

    private static Optional<WholeMessage> whole(int headerMax, String... parts) throws IOException {
        List<WholeMessage.Piece> pieces = new ArrayList<>();
        for (String part : parts) {
            pieces.add(piece(part));
        }
        return WholeMessage.of(pieces, headerMax);
    }

    private static String read(WholeMessage whole) throws IOException {
        try (InputStream in = whole.open()) {
            String text = new String(in.readAllBytes(), ISO_8859_1);
            assertEquals(whole.size(), text.length());
            return text;
        }
    }

    /** The example of RFC 2046 section 5.2.2.2, with what must not be taken over besides. */
    @Test
    void c29TheHeaderIsTheFirstPartsButForTheFieldsOfTheMessageItself() throws IOException {
        String first = """
                X-Weird-Header-1: Foo
                From: Bill@host.example
                To: joe@otherhost.example
                Date: Fri, 26 Mar 1993 12:59:38 -0500 (EST)
                Subject: Audio mail (part 1 of 2)
                Message-ID: <id1@host.example>
                MIME-Version: 1.0
                Content-type: message/partial; id="ABC@host.example"; number=1; total=2

                X-Weird-Header-1: Bar
                X-Weird-Header-2: Hello
                Message-ID: <anotherid@foo.example>
                Subject: Audio mail
                 of today
                MIME-Version: 1.0
                Content-type: audio/basic
                Content-transfer-encoding: base64

                first half
                """.replace("\n", "\r\n");
        String second = """
                From: Bill@host.example
                Subject: Audio mail (part 2 of 2)
                X-Other: not this
                Content-type: message/partial; id="ABC@host.example"; number=2; total=2

                second half
                """.replace("\n", "\r\n");
        assertEquals("""
                X-Weird-Header-1: Foo
                From: Bill@host.example
                To: joe@otherhost.example
                Date: Fri, 26 Mar 1993 12:59:38 -0500 (EST)
                Message-ID: <anotherid@foo.example>
                Subject: Audio mail
                 of today
                MIME-Version: 1.0
                Content-type: audio/basic
                Content-transfer-encoding: base64

                first half
                second half
                """.replace("\n", "\r\n"), read(whole(HEADER_MAX, first, second).orElseThrow()));
    }

    @Test
    void c29TheHeaderThatIsEnclosedMayItselfBeInPieces() throws IOException {
        String outer = "From: a@remote.example\r\nContent-Type: message/partial\r\n\r\n";
        WholeMessage whole = whole(HEADER_MAX, outer + "Subject: cut\r\nContent-Type: multi", outer + "part/mixed; boundary=b\r\n", outer + "\r\n--b\r\n").orElseThrow();
        assertEquals("From: a@remote.example\r\nSubject: cut\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", read(whole));
        assertEquals("From: a@remote.example\r\n\r\nno header\r\n", read(whole(HEADER_MAX, outer + "\r\nno ", outer + "header\r\n").orElseThrow()));
        assertEquals("From: a@remote.example\r\nSubject: no end\r\n\r\n", read(whole(HEADER_MAX, outer + "Subject: no", outer + " end").orElseThrow()));
    }

    @Test
    void c29WhatIsPutTogetherIsWhatWasCutHoweverItWas() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            StringBuilder body = new StringBuilder();
            for (int i = random.nextInt(400); i > 0; i--) {
                body.append(random.nextInt(20) == 0 ? "\r\n" : String.valueOf((char) (33 + random.nextInt(90))));
            }
            String inner = "Subject: s\r\n\r\n" + body;
            List<String> parts = new ArrayList<>();
            for (int at = 0; at < inner.length();) {
                int end = Math.min(inner.length(), at + 1 + random.nextInt(200));
                parts.add("From: a\r\n\r\n" + inner.substring(at, end));
                at = end;
            }
            assertEquals("From: a\r\nSubject: s\r\n\r\n" + body, read(whole(HEADER_MAX, parts.toArray(String[]::new)).orElseThrow()), "seed " + seed);
        }
    }

    @Test
    void c29AHeaderSectionOneOctetOverTheLimitIsTooLarge() throws IOException {
        String first = "From: a\r\n\r\nSubject: " + "x".repeat(100) + "\r\n\r\nbody\r\n";
        int section = "From: a\r\nSubject: \r\n\r\n".length() + 100;
        assertTrue(whole(section, first).isPresent());
        assertTrue(whole(section - 1, first).isEmpty());
        assertTrue(whole(HEADER_MAX, "From: a\r\n\r\n" + "a:\r\n".repeat(2_000) + "\r\n").isPresent());
        assertTrue(whole(HEADER_MAX, "From: a\r\n\r\n" + "a:\r\n".repeat(2_001) + "\r\n").isEmpty());
        assertTrue(whole(100, "From: a\r\n\r\n" + "x".repeat(200)).isEmpty(), "one that does not end");
    }

    @Test
    void c29ItsTraitsAreThoseOfTheWhole() throws IOException {
        assertEquals(new ContentTraits(0, 12, true), whole(HEADER_MAX, "From: abcdef\r\n\r\n\r\nsix\u00e9", "F: a\r\n\r\nmore\r\n").orElseThrow().traits());
        assertEquals(new ContentTraits(0, 13, false), whole(HEADER_MAX, "From: abcdef\r\n\r\n\r\nsix456", "F: a\r\n\r\n89\r3456\r\n").orElseThrow().traits(), "a CR within a line is one of its octets");
    }

    @Test
    void c29APartThatCannotBeReadIsNoShorterMessage() {
        WholeMessage.Piece good = piece("From: a\r\n\r\nSubject: s\r\n\r\nbody\r\n");
        assertThrows(IOException.class, () -> WholeMessage.of(List.of(good, new WholeMessage.Piece(() -> {
            throw new IOException("gone");
        }, 10, 10)), HEADER_MAX));
        assertThrows(IOException.class, () -> WholeMessage.of(List.of(good, new WholeMessage.Piece(() -> new ByteArrayInputStream(new byte[5]), 10, 10)), HEADER_MAX));
        assertThrows(IOException.class, () -> WholeMessage.of(List.of(good, new WholeMessage.Piece(() -> new ByteArrayInputStream(new byte[15]), 10, 10)), HEADER_MAX));
    }
}
