package org.gatepost.smtp.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.List;

import org.junit.jupiter.api.Test;

class ReplyTest {

    @Test
    void cannotBeBuiltWrong() {
        assertThrows(IllegalArgumentException.class, () -> Reply.of(199, "", "x"));
        assertThrows(IllegalArgumentException.class, () -> Reply.of(600, "", "x"));
        assertThrows(IllegalArgumentException.class, () -> Reply.of(550, "4.1.1", "x"));
        assertThrows(IllegalArgumentException.class, () -> Reply.of(250, "3.0.0", "x"));
        assertThrows(IllegalArgumentException.class, () -> Reply.of(250, "2.0", "x"));
        assertThrows(IllegalArgumentException.class, () -> Reply.of(250, "2.0.0", "a\r\n250 b"));
        assertThrows(IllegalArgumentException.class, () -> Reply.of(250, "2.0.0", "x".repeat(491)));
        assertThrows(IllegalArgumentException.class, () -> new Reply(250, EnhancedStatus.ABSENT, List.of()));
    }

    @Test
    void quotesForeignTextWithoutItsControls() {
        assertEquals("a??b?", Reply.quoting(550, "5.0.0", "a\r\nb\u00e4").lines().getFirst());
        assertEquals(490, Reply.quoting(550, "5.0.0", "x".repeat(2_000)).lines().getFirst().length());
    }

    @Test
    void isSoftenedClassAndCodeTogether() {
        assertEquals("450 4.7.1 no", Reply.of(550, "5.7.1", "no").softened().toString());
        assertEquals("454 no", Reply.of(554, "", "no").softened().toString());
        assertSame(Replies.SYSTEM_BUSY, Replies.SYSTEM_BUSY.softened());
    }

    @Test
    void everyStandingReplyHasItsStatusUnlessItIs3xx() throws IllegalAccessException {
        for (Field field : Replies.class.getFields()) {
            Reply reply = (Reply) field.get(null);
            assertEquals(reply.code() / 100 == 3, reply.status().isAbsent(), field.getName());
        }
    }

    @Test
    void aMailboxIsQuotedWhereItMustBe() {
        assertEquals("a.b@example.com", new Mailbox("a.b", "EXAMPLE.com").address());
        assertEquals("\"a b\"@example.com", new Mailbox("a b", "example.com").address());
        assertEquals("\"a\\\"b\"@example.com", new Mailbox("a\"b", "example.com").address());
        assertTrue(ForwardPath.POSTMASTER.isBarePostmaster());
        assertFalse(ForwardPath.of("postmaster", "example.com").isBarePostmaster());
    }
}
