package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.Test;

/** How much of its mail a next hop gets, and how fast, by what the channel says. */
class NextHopPaceIT {

    private final RunningGatepost gatepost = RunningGatepost.shared();

    @Test
    void aNextHopGetsAsManyMessagesAMinuteAsTheChannelAllows() throws Exception {
        try (ScriptedHop hop = new ScriptedHop("PIPELINING");
                PolicyChange there = change(hop, "messagesperminute 20")) {
            for (int i = 0; i < 3; i++) {
                send("alice@example.com");
            }
            Eventually.get("three messages", Duration.ofSeconds(30), hop.messages::size, found -> found == 3);
            List<Long> begun = hop.mails;
            for (int i = 1; i < 3; i++) {
                long apart = begun.get(i) - begun.get(i - 1);
                // Three seconds from where we begin one to where we begin the next; what the sockets add differs.
                assertTrue(apart > Duration.ofMillis(2_500).toNanos(), "apart by " + Duration.ofNanos(apart));
            }
        }
    }

    @Test
    void aConnectionNamesAsManyRecipientsAsTheChannelAllows() throws Exception {
        try (ScriptedHop hop = new ScriptedHop("PIPELINING");
                PolicyChange there = change(hop, "recipientsperconnection 1")) {
            send("alice@example.com", "bob@example.com");
            Eventually.get("a message for each", Duration.ofSeconds(30), hop.messages::size, found -> found == 2);
            hop.close();
            Eventually.get("both connections are over", Duration.ofSeconds(10), () -> List.copyOf(hop.recipients), all -> all.size() == 2);
            assertEquals(List.of(1, 1), hop.recipients);
        }
    }

    private PolicyChange change(ScriptedHop hop, String keywords) throws Exception {
        return new PolicyChange(gatepost, "UPDATE channel SET destination = 'smtp://127.0.0.1:" + hop.port() + "', keywords = keywords || ' " + keywords
                + "' WHERE name = 'tcp_lmtpcs' AND version_id = :version");
    }

    private void send(String... recipients) throws Exception {
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<a@remote.example>").expect("250");
            for (String recipient : recipients) {
                talk.say("RCPT TO:<" + recipient + ">").expect("250");
            }
            talk.say("DATA").expect("354");
            talk.send("Subject: paced\r\n\r\nbody\r\n.\r\n");
            talk.expect("250 2.0.0");
        }
    }
}
