package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.UUID;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.Test;

/** One next hop that hangs, one that does not, under the same load. */
class IndependentDestinationsIT {

    private static final int MESSAGES = 300;

    private final RunningGatepost gatepost = RunningGatepost.shared();

    @Test
    void aHangingNextHopHoldsUpNobodyElsesMail() throws Exception {
        String sender = "both-" + UUID.randomUUID().toString().substring(0, 8) + "@remote.example";
        String waiting = "SELECT count(*) FROM queue_entry JOIN message ON message.id = message_id WHERE reverse_path = '" + sender + "' AND channel = 'tcp_local'";
        String local = "SELECT count(*) FROM queue_entry JOIN message ON message.id = message_id WHERE reverse_path = '" + sender + "' AND channel <> 'tcp_local'";
        // It takes connections, for the kernel does, and says nothing.
        try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
                PolicyChange there = new PolicyChange(gatepost, "UPDATE channel SET destination = 'smtp://127.0.0.1:" + hanging.getLocalPort()
                        + "', backoff = 'PT1S' WHERE name = 'tcp_local' AND version_id = :version")) {
            try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
                for (int i = 0; i < MESSAGES; i++) {
                    // Heidi keeps a copy, and forwards another to where nobody answers.
                    talk.message(sender, "heidi@example.com", "Subject: " + i + "\r\n\r\nbody\r\n");
                }
            }
            Eventually.get("every local copy delivered", Duration.ofSeconds(60), () -> gatepost.text(local), "0"::equals);
            assertEquals(MESSAGES, gatepost.mailContaining("heidi", "Return-Path: <" + sender + ">").size());
            assertEquals(String.valueOf(MESSAGES), gatepost.text(waiting), "the hanging one's are all there");
        }
        // The policy names the demo store again: what waited for the silent one goes there.
        Eventually.get("the others delivered", Duration.ofSeconds(60), () -> gatepost.text(waiting), "0"::equals);
        assertEquals(MESSAGES, gatepost.mailContaining("remote", "Return-Path: <" + sender + ">").size());
    }
}
