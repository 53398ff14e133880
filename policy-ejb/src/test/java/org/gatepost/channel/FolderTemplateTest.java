package org.gatepost.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;

import org.gatepost.smtp.protocol.Mailbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a folder is told to a next hop. */
class FolderTemplateTest {

    private static final Mailbox JUDY = new Mailbox("judy", "example.com");

    private static Optional<String> address(String template, String folder) {
        return new FolderTemplate(template).address(JUDY, folder).map(Mailbox::address);
    }

    @Test
    void putsUserFolderAndDomainWhereTheyBelong() {
        assertEquals(Optional.of("judy+Junk@example.com"), address("$U+$S@$D", "Junk"));
        assertEquals(Optional.of("\"judy+Lists/With space\"@example.com"), address("$U+$S@$D", "Lists/With space"));
        assertEquals(Optional.of("Junk$judy@store.example.com"), address("$S$$$U@store.$D", "Junk"));
    }

    @Test
    void namesNothingAnEnvelopeCannotCarry() {
        String longest = "x".repeat(Mailbox.LOCAL_PART_OCTETS_MAX - "judy+".length());
        assertEquals(Optional.of("judy+" + longest + "@example.com"), address("$U+$S@$D", longest));
        assertEquals(Optional.empty(), address("$U+$S@$D", longest + "x"));
        assertEquals(Optional.empty(), address("$U+$S@$D", "grün"));
        assertEquals(Optional.empty(), address("$U+$S@$D", "a\r\nb"));
        assertEquals(Optional.empty(), address("$U+$S@$D", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$U@$D", "$U+$S", "$X+$S@$D", "$S@$D$", "@$S"})
    void refusesWhatIsNoTemplate(String text) {
        assertThrows(IllegalArgumentException.class, () -> new FolderTemplate(text));
    }
}
