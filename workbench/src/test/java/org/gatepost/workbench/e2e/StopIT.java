package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.Test;

/** A server that is stopped lets those inside a message finish and answers them; those who do not finish it does not wait for for ever. */
class StopIT {

    private static final int PIECES = 8;
    private static final long BETWEEN_PIECES_MILLIS = 500;

    private final RunningGatepost gatepost = RunningGatepost.shared();
    private final String id = "stop-" + UUID.randomUUID();

    @Test
    void aMessageOnItsWayInIsReadToItsEndAndAnswered() throws Exception {
        try (SmtpTalk finishing = inContent(); SmtpTalk idle = SmtpTalk.introduced(gatepost.smtpPort()); SmtpTalk never = inContent()) {
            CompletableFuture<Void> restarted = CompletableFuture.runAsync(this::restart);
            idle.waitingUpTo(Duration.ofMinutes(2)).expect("421 4.3.2");
            // The server is draining now. The client goes on at its own pace.
            for (int i = 0; i < PIECES; i++) {
                finishing.send("a line of the content\r\n");
                Thread.sleep(BETWEEN_PIECES_MILLIS);
            }
            finishing.send(".\r\n");
            String reply = finishing.reply();
            assertTrue(reply.startsWith("250 ") || reply.startsWith("4"), () -> "cut in the middle of its data, or refused for good: '" + reply + "'");
            assertEquals("421 4.3.2", finishing.reply().substring(0, 9), "and told that this is the end");
            assertEnds(never);
            restarted.get();
            gatepost.awaitReady();
            boolean taken = reply.startsWith("250 ");
            Eventually.get("delivered as answered", Duration.ofSeconds(60), () -> gatepost.mailContaining("alice", id).size(), count -> count == (taken ? 1 : 0));
            System.out.println("in DATA when stopped: " + reply);
        }
    }

    private SmtpTalk inContent() throws IOException {
        SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort());
        talk.say("MAIL FROM:<a@remote.example>").expect("250");
        talk.say("RCPT TO:<alice@example.com>").expect("250");
        talk.say("DATA").expect("354");
        return talk.send("Subject: " + id + "\r\n\r\nbegun\r\n");
    }

    private static void assertEnds(SmtpTalk never) throws IOException {
        try {
            assertTrue(never.waitingUpTo(Duration.ofMinutes(1)).reply().matches("|4.*"), "no more than 421");
        } catch (java.net.SocketException reset) {
            // Cut.
        }
    }

    private void restart() {
        try {
            gatepost.restart(Map.of());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
