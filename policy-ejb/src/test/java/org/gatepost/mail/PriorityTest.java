package org.gatepost.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

import org.gatepost.smtp.spool.MemoryContent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PriorityTest {

    @Test
    @DisplayName("Q02 the header says how much a message hurries")
    void q02TheHeaderSaysHowMuchAMessageHurries() throws IOException {
        assertEquals(Priority.NORMAL, of(""));
        assertEquals(Priority.URGENT, of("Priority: Urgent"));
        assertEquals(Priority.NONURGENT, of("Priority: non-urgent\r\nImportance: high"));
        assertEquals(Priority.URGENT, of("Priority: asap\r\nImportance: high"));
        assertEquals(Priority.NONURGENT, of("X-Priority: 5 (Lowest)"));
        assertEquals(Priority.NORMAL, of("X-Priority:"));
    }

    @Test
    void aMarkKeepsIt() {
        assertEquals(Optional.empty(), Priority.NORMAL.mark());
        for (Priority priority : Priority.values()) {
            assertEquals(priority, Priority.ofMarks(priority.mark().map(Set::of).orElse(Set.of())));
        }
    }

    private static Priority of(String fields) throws IOException {
        return Priority.ofHeader(MessageHeader.read(new MemoryContent((fields + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII)), 1 << 16));
    }
}
