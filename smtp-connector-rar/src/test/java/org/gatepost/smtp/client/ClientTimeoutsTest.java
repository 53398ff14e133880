package org.gatepost.smtp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each wait of the client has its own time and no more; the watch is told what time it is. */
class ClientTimeoutsTest {

    private static final Duration SHORTER = Duration.ofMinutes(1);
    private static final ClientTimeouts TIMEOUTS = new ClientTimeouts(Duration.ofMinutes(9), Duration.ofMinutes(20), Duration.ofMinutes(30), Duration.ofMinutes(40));

    private final ScriptedLink link = new ScriptedLink("""
            S: 220 hop
            C: EHLO gate.example
            S: 250 hop
            C: MAIL FROM:<a@remote.example>
            S: 250 ok
            C: RCPT TO:<alice@example.com>
            S: 250 ok
            C: DATA
            S: 354 go
            C: x
            C: .
            S: 250 ok
            """);

    @Test
    void greetingAndHelloHaveTheTimeOfACommandByTheLinkItself() {
        List<Duration> seen = new ArrayList<>();
        link.onWait(() -> seen.add(link.readTimeout()));
        opened();
        assertEquals(List.of(TIMEOUTS.command(), TIMEOUTS.command(), TIMEOUTS.command()), seen, "greeting, EHLO, its reply");
        assertEquals(Duration.ZERO, link.readTimeout(), "from here on the watch ends what lasts too long");
    }

    /** A client waits eight times for one message: to write MAIL, for its reply, and so on; the last two are the content and the reply to it. */
    @ParameterizedTest
    @CsvSource({"1, 30, connection broke", "2, 20, no reply within 1200 s (at mail)", "4, 20, no reply within 1200 s (at rcpt)", "6, 20, no reply within 1200 s (at data)",
            "8, 40, no reply within 2400 s (at end of data)"})
    void isEndedWhenItsTimeIsOverAndNotAMinuteBefore(int wait, int minutes, String why) {
        SmtpClient client = opened();
        AtomicInteger waits = new AtomicInteger();
        Duration limit = Duration.ofMinutes(minutes);
        link.onWait(() -> {
            if (waits.incrementAndGet() == wait) {
                assertFalse(client.abortIfOverdue(after(limit.minus(SHORTER))), "a minute before");
                assertTrue(client.abortIfOverdue(after(limit)), "one that lasts as long as it may");
            }
        });
        RemoteReply reply = send(client);
        assertEquals(wait, waits.get());
        assertTrue(link.isClosed());
        assertEquals("4.4.2", assertInstanceOf(RemoteReply.Broken.class, reply).reply().status().toString());
        assertTrue(reply.reply().toString().contains(why), reply.reply()::toString);
    }

    @Test
    void aClientThatWaitsForNothingIsNeverOverdue() {
        SmtpClient client = opened();
        assertFalse(client.abortIfOverdue(after(Duration.ofDays(1))));
        assertTrue(send(client).reply().isPositive());
        assertFalse(client.abortIfOverdue(after(Duration.ofDays(1))));
        assertTrue(client.isUsable());
    }

    @Test
    void noWaitIsWithoutTime() {
        Duration fine = Duration.ofSeconds(1);
        for (Duration none : List.of(Duration.ZERO, fine.negated())) {
            assertThrows(IllegalArgumentException.class, () -> new ClientTimeouts(none, fine, fine, fine));
            assertThrows(IllegalArgumentException.class, () -> new ClientTimeouts(fine, none, fine, fine));
            assertThrows(IllegalArgumentException.class, () -> new ClientTimeouts(fine, fine, none, fine));
            assertThrows(IllegalArgumentException.class, () -> new ClientTimeouts(fine, fine, fine, none));
        }
    }

    private static long after(Duration wait) {
        return System.nanoTime() + wait.toNanos();
    }

    private SmtpClient opened() {
        return assertInstanceOf(Opening.Opened.class, SmtpClient.open(link, Dialect.SMTP, "gate.example", TIMEOUTS)).client();
    }

    private static RemoteReply send(SmtpClient client) {
        return client.send(SmtpClientTest.message("x\r\n", "alice@example.com")).replies().getFirst();
    }
}
