package org.gatepost.workbench.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.Test;

/** Clients that send too much, too slowly or without end: each gets its right reply, and the others notice nothing. */
class OverloadIT {

    private static final int RECIPIENTS = 10_000;
    private static final int RECIPIENTS_MAX = 1_000;
    private static final int NESTED_PARTS = 10_000;
    private static final int SLOW_CLIENTS = 300;
    private static final Duration DELIVERED_WITHIN = Duration.ofSeconds(60);

    private final RunningGatepost gatepost = RunningGatepost.shared();
    private final String mark = "overload-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void aHeaderSectionWithoutEndIsReadForAWhileAndThenGivenUp() throws Exception {
        endless("X-More: " + "and more ".repeat(8) + "\r\n");
    }

    @Test
    void aLineWithoutEndIsReadForAWhileAndThenGivenUp() throws Exception {
        endless("a line that goes on ");
    }

    private void endless(String piece) throws Exception {
        int max = 1 << 20;
        try (PolicyChange small = new PolicyChange(gatepost, "UPDATE channel SET sourceblocklimit = " + (max >> 10) + " WHERE version_id = :version AND name = 'tcp_local'");
                SmtpTalk talk = transaction()) {
            talk.say("RCPT TO:<alice@example.com>").expect("250");
            talk.say("DATA").expect("354");
            // Twice as much as a message may have, and so much more as still finds a reader.
            talk.send(piece.repeat((2 * max + (100 << 10)) / piece.length()));
            talk.expect("552 5.3.4");
            assertEquals("", talk.line());
        }
    }

    @Test
    void ofTenThousandRecipientsTheFirstThousandAreTakenAndTheMessageGoesToThem() throws Exception {
        try (SmtpTalk talk = transaction()) {
            int taken = 0;
            for (int sent = 0; sent < RECIPIENTS; sent += 100) {
                StringBuilder group = new StringBuilder();
                for (int i = 0; i < 100; i++) {
                    group.append("RCPT TO:<alice+").append(mark).append('-').append(sent + i).append("@example.com>\r\n");
                }
                talk.send(group.toString());
                for (int i = 0; i < 100; i++) {
                    String reply = talk.reply();
                    taken += reply.startsWith("250 2.1.5") ? 1 : 0;
                    assertEquals(sent + i < RECIPIENTS_MAX ? "250 2.1.5" : "452 4.5.3", reply.substring(0, 9), "recipient " + (sent + i + 1));
                }
            }
            assertEquals(RECIPIENTS_MAX, taken);
            talk.say("DATA").expect("354");
            talk.send("Subject: " + mark + "\r\n\r\nx\r\n.\r\n").expect("250 2.0.0");
        }
        assertEquals(String.valueOf(RECIPIENTS_MAX), gatepost.text("SELECT json_array_length((details -> 'recipients')::json) FROM trace_event"
                + " WHERE kind = 'accept' AND sender = '" + mark + "@remote.example'"));
        Eventually.get("every copy is delivered", DELIVERED_WITHIN, () -> gatepost.mailContaining("alice", mark).size(), copies -> copies == RECIPIENTS_MAX);
    }

    @Test
    void aMessageOfTenThousandNestedPartsIsDeliveredAsItCame() throws Exception {
        String content = NestedParts.message(mark, NESTED_PARTS);
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            assertEquals("250 2.0.0", talk.message(mark + "@remote.example", "bob@example.com", content).substring(0, 9));
        }
        List<Path> delivered = Eventually.get("it is delivered", DELIVERED_WITHIN, () -> gatepost.mailContaining("bob", mark), copies -> !copies.isEmpty());
        assertTrue(Files.readString(delivered.getFirst(), ISO_8859_1).endsWith(content + "\r\n"), "the content was changed");
    }

    @Test
    void manySlowClientsAreAllServedAndAFastOneInBetween() throws Exception {
        List<SmtpTalk> slow = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW_CLIENTS; i++) {
                SmtpTalk talk = transaction();
                slow.add(talk);
                talk.say("RCPT TO:<alice@example.com>").expect("250");
                talk.say("DATA").expect("354");
                talk.send("S");
            }
            try (SmtpTalk fast = SmtpTalk.introduced(gatepost.smtpPort())) {
                assertEquals("250 2.0.0", fast.message(mark + "-fast@remote.example", "bob@example.com", "Subject: fast " + mark + "\r\n\r\nx").substring(0, 9));
            }
            Eventually.get("the fast one's message is delivered", DELIVERED_WITHIN, () -> gatepost.mailContaining("bob", "fast " + mark), copies -> !copies.isEmpty());
            for (SmtpTalk talk : slow) {
                talk.send("ubject: slow\r\n\r\nx\r\n.\r\n");
            }
            for (SmtpTalk talk : slow) {
                talk.expect("250 2.0.0");
            }
        } finally {
            for (SmtpTalk talk : slow) {
                talk.close();
            }
        }
    }

    private SmtpTalk transaction() throws IOException {
        SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort());
        talk.say("MAIL FROM:<" + mark + "@remote.example>").expect("250");
        return talk;
    }
}
