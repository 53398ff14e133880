package org.gatepost.sieve.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartPlaceTest {

    private static final String MESSAGE = """
            From: a@example.com
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="outer"

            before
            --outer
            Content-Type: multipart/alternative; boundary=inner

            --inner
            Content-Type: text/plain

            one
            --outside
            two
            --inner

            html
            --inner--
            epilogue
            --outer
            Content-Type: message/rfc822

            Subject: nested
            Content-Type: multipart/mixed; boundary=deep

            --deep

            deep text
            --deep--
            --outer
            Content-Type: message/rfc822
            Content-Transfer-Encoding: base64

            U3ViamVjdDogeA0KDQp5DQo=
            --outer--
            after
            """.replace("\n", "\r\n");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | Content-Type: multipart/alternative; boundary=inner... --inner--.epilogue
            0 0 | Content-Type: text/plain..one.--outside.two
            0 1 | .html
            1 | Content-Type: message/rfc822...deep text.--deep--
            1 0 | Subject: nested...deep text.--deep--
            1 0 0 | .deep text
            2 | Content-Type: message/rfc822.Content-Transfer-Encoding: base64..U3ViamVjdDogeA0KDQp5DQo=
            """)
    void v01APartIsFoundWithItsHeaderAndWithoutTheLineEndOfItsDelimiter(String way, String text) throws IOException {
        String found = text(place(MESSAGE, way)).replace("\r\n", ".");
        int gap = text.indexOf("...");
        if (gap < 0) {
            assertEquals(text, found);
        } else {
            assertTrue(found.startsWith(text.substring(0, gap)) && found.endsWith(text.substring(gap + 3).strip()), found);
        }
    }

    @Test
    void v01WhatIsNotThereIsNotFound() throws IOException {
        for (String way : List.of("3", "0 2", "1 1", "1 0 1", "0 0 0", "2 0")) {
            assertEquals(Optional.empty(), place(MESSAGE, way), way);
        }
        assertEquals(Optional.empty(), place("Subject: x\r\n\r\n--outer\r\n\r\nx\r\n", "0"));
    }

    @Test
    void v01EveryPartThatScriptsSeeIsTheOneThatIsFound() throws IOException {
        ReceivedMessage message = ReceivedMessage.of(MESSAGE.getBytes(ISO_8859_1));
        MimePart root = message.structure();
        int found = 0;
        for (MimePart part : root.all()) {
            List<Integer> way = MimePart.way(root, part);
            if (!way.isEmpty() && !way.equals(List.of(2, 0))) {
                String octets = text(message.place(way));
                assertTrue(octets.startsWith(part.headerText()), way + ": " + octets);
                if (!part.isContainer() && !way.equals(List.of(2))) {
                    assertTrue(octets.endsWith(part.text()), way + ": " + octets);
                }
                found++;
            }
        }
        assertEquals(7, found);
    }

    /** A part whose header no empty line ends is none to one of the two who look; then no part has a place, since the next would be taken for it. */
    @Test
    void v01WhereTheOctetsShowOtherPartsThanScriptsSeeNoneHasAPlace() throws IOException {
        assertTrue(place(MESSAGE, "0").isPresent());
        String odd = MESSAGE.replace("--outer\r\nContent-Type: message/rfc822\r\n\r\nSubject: nested", "--outer\r\nX-Unfinished: yes\r\n--outer\r\nContent-Type: message/rfc822\r\n\r\nSubject: nested");
        assertEquals(4, ReceivedMessage.of(odd.getBytes(ISO_8859_1)).structure().children().size());
        for (String way : List.of("0", "1", "2", "3", "0 0")) {
            assertEquals(Optional.empty(), place(odd, way), way);
        }
    }

    @Test
    void v01AMessageIsReadOnceForAllItsPlaces() throws IOException {
        int[] opened = new int[1];
        byte[] octets = MESSAGE.getBytes(ISO_8859_1);
        ReceivedMessage message = new ReceivedMessage(() -> {
            opened[0]++;
            return new ByteArrayInputStream(octets);
        }, octets.length, MessageLimits.DEFAULT);
        message.structure();
        int before = opened[0];
        assertTrue(message.place(List.of(0)).isPresent());
        assertTrue(message.place(List.of(1, 0)).isPresent());
        assertTrue(message.place(List.of(5)).isEmpty());
        assertEquals(before + 1, opened[0]);
    }

    @Test
    void v01APartThatIsNotClosedEndsWithTheMessage() throws IOException {
        String open = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nunfinished";
        PartPlace place = place(open, "0").orElseThrow();
        assertEquals("\nunfinished", open.substring((int) place.at(), (int) place.end()));
    }

    @Test
    void v01APartOfADigestIsAMessage() throws IOException {
        String digest = "Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\nSubject: x\r\n\r\none\r\n--b--\r\n";
        PartPlace place = place(digest, "0 0").orElseThrow();
        assertEquals("Subject: x\r\n\r\none", digest.substring((int) place.at(), (int) place.end()));
    }

    private static Optional<PartPlace> place(String message, String way) {
        return ReceivedMessage.of(message.getBytes(ISO_8859_1)).place(List.of(way.split(" ")).stream().map(Integer::valueOf).toList());
    }

    private static String text(Optional<PartPlace> place) {
        return MESSAGE.substring((int) place.orElseThrow().at(), (int) place.get().end());
    }
}
