package org.gatepost.partial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.gatepost.mail.MessageHeader;
import org.gatepost.smtp.spool.MemoryContent;
import org.junit.jupiter.api.Test;

class PartFieldsTest {

    private static MessageHeader header(String fields) {
        try {
            return MessageHeader.read(new MemoryContent((fields + "\r\n\r\nbody").getBytes(StandardCharsets.ISO_8859_1)), 10_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<PartFields> read(String parameters) {
        return PartFields.read(header("Content-Type: Message/Partial" + parameters));
    }

    @Test
    void c29APartSaysOfWhichMessageItIsAndWhich() {
        assertEquals(Optional.of(new PartFields("abc@host.example", 2, OptionalInt.of(3))), read("; number=2; total=3;\r\n id=\"abc@host.example\""));
        assertEquals(Optional.of(new PartFields("x", 1, OptionalInt.empty())), read("; ID=x; Number=01"), "only the last must say how many there are");
        assertEquals(Optional.of(new PartFields("x", 3, OptionalInt.of(3))), PartFields.read(header("Content-Transfer-Encoding: 7BIT\r\nContent-Type: message/partial; id=x; number=3; total=3")));
    }

    @Test
    void c29WhatDoesNotSaySoIsNotPutTogether() {
        for (String parameters : List.of("", "; id=x", "; number=1", "; id=\"\"; number=1", "; id=x; number=0", "; id=x; number=-1", "; id=x; number=one", "; id=x; number=4; total=3",
                "; id=x; number=1; total=0", "; id=x; number=1; total=many", "; id=x; number=9999999999", "; number=1; id=" + "x".repeat(PartFields.ID_CHARACTERS_MAX + 1))) {
            assertEquals(Optional.empty(), read(parameters), parameters);
        }
        assertTrue(read("; number=1; id=" + "x".repeat(PartFields.ID_CHARACTERS_MAX)).isPresent());
        assertEquals(Optional.empty(), PartFields.read(header("Content-Type: text/plain; id=x; number=1")));
    }

    @Test
    void c29WhatProgramsMayUnderstandDifferentlyIsNotPutTogether() {
        String part = "Content-Type: message/partial; id=x; number=1";
        assertEquals(Optional.empty(), PartFields.read(header(part + "\r\nContent-Type: text/plain")));
        assertEquals(Optional.empty(), PartFields.read(header("Content-Type: text/plain\r\n" + part)));
        assertEquals(Optional.empty(), PartFields.read(header(part + "\r\nContent-Transfer-Encoding: base64")));
        assertTrue(PartFields.type(header("Content-Type: text/plain\r\n" + part)).isPresent(), "but it is a part");
    }

    @Test
    void c29WhatItSaysIsNotAllTold() {
        assertEquals(200, PartFields.words(PartFields.type(header("Content-Type: message/partial; number=1; id=" + "x".repeat(500))).orElseThrow()).length());
    }
}
