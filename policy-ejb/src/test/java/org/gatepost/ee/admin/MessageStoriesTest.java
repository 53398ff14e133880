package org.gatepost.ee.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

class MessageStoriesTest {

    @Test
    void headerSectionEndsAtTheEmptyLine() {
        assertEquals("From: a@x\nSubject: s\n", MessageStories.header("From: a@x\r\nSubject: s\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void contentWithoutEmptyLineIsAllHeader() {
        assertEquals("From: a@x\n", MessageStories.header("From: a@x\r\n".getBytes(StandardCharsets.US_ASCII)));
    }
}
