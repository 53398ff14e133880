package org.gatepost.dsn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

import org.gatepost.mail.MessageHeader;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.spool.MemoryContent;
import org.junit.jupiter.api.Test;

class AutomaticReplyTest {

    private static final Set<String> OWN = Set.of("bob@example.com", "robert@example.com");

    @Test
    void aPersonsMailToTheRecipientMayBeAnswered() throws IOException {
        assertEquals(Optional.empty(), forbidden("a@remote.example", "To: x@y, \"Bob\" <Robert@Example.com>"));
        assertEquals(Optional.empty(), forbidden("a@remote.example", "To: bob@example.com\r\nAuto-Submitted: no"));
    }

    @Test
    void machinesAndListsAreNotAnswered() throws IOException {
        assertEquals(Optional.of("the null reverse-path"), forbidden("", "To: bob@example.com"));
        assertEquals(Optional.of("Auto-Submitted: auto-replied"), forbidden("a@remote.example", "To: bob@example.com\r\nAuto-Submitted: auto-replied (vacation)"));
        assertEquals(Optional.of("Precedence: Bulk"), forbidden("a@remote.example", "To: bob@example.com\r\nPrecedence: Bulk"));
        assertEquals(Optional.of("list mail"), forbidden("a@remote.example", "To: bob@example.com\r\nList-Id: <x>"));
        for (String machine : new String[] {"MAILER-DAEMON", "owner-list", "list-request", "list-owner", "noreply"}) {
            assertEquals(Optional.of("the sender is a machine or a list: " + machine.toLowerCase()), forbidden(machine + "@remote.example", "To: bob@example.com"));
        }
    }

    @Test
    void mailThatDoesNotNameTheRecipientIsNotAnswered() throws IOException {
        Optional<String> hidden = Optional.of("not addressed to the recipient by name");
        assertEquals(hidden, forbidden("a@remote.example", "To: undisclosed:;"));
        assertEquals(hidden, forbidden("a@remote.example", "To: jim-bob@example.com, bob@example.com.au"));
    }

    private static Optional<String> forbidden(String sender, String fields) throws IOException {
        ReversePath path = sender.isEmpty() ? ReversePath.NULL : ReversePath.of(new Mailbox(sender.split("@")[0], sender.split("@")[1]));
        byte[] octets = (fields + "\r\n\r\nx\r\n").getBytes(StandardCharsets.US_ASCII);
        return AutomaticReply.forbidden(path, MessageHeader.read(new MemoryContent(octets), 1 << 16), OWN);
    }
}
