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
        assertEquals(Optional.empty(), place("X: " + "x".repeat(PartPlace.HEADER_OCTETS_MAX) + "\r\n" + MESSAGE, "0"), "a header over the limit");
    }

    @Test
    void v01EveryPartThatScriptsSeeIsTheOneThatIsFound() throws IOException {
        MimePart root = ReceivedMessage.of(MESSAGE.getBytes(ISO_8859_1)).structure();
        int found = 0;
        for (MimePart part : root.all()) {
            List<Integer> way = MimePart.way(root, part);
            if (!way.isEmpty() && !way.equals(List.of(2, 0))) {
                PartPlace place = PartPlace.of(new ByteArrayInputStream(MESSAGE.getBytes(ISO_8859_1)), way).orElseThrow();
                String octets = text(Optional.of(place));
                assertTrue(octets.startsWith(part.headerText()), way + ": " + octets);
                if (!part.isContainer() && !way.equals(List.of(2))) {
                    assertTrue(octets.endsWith(part.text()), way + ": " + octets);
                }
                found++;
            }
        }
        assertEquals(7, found);
    }

    @Test
    void v01APartThatIsNotClosedEndsWithTheMessage() throws IOException {
        String open = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nunfinished";
        PartPlace place = place(open, "0").orElseThrow();
        assertEquals("\nunfinished", open.substring((int) place.at(), (int) place.end()));
    }

    private static Optional<PartPlace> place(String message, String way) throws IOException {
        return PartPlace.of(new ByteArrayInputStream(message.getBytes(ISO_8859_1)), List.of(way.split(" ")).stream().map(Integer::valueOf).toList());
    }

    private static String text(Optional<PartPlace> place) {
        return MESSAGE.substring((int) place.orElseThrow().at(), (int) place.get().end());
    }
}
