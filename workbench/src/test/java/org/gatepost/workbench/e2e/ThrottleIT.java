package org.gatepost.workbench.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.Test;

/** Greylisting on the deployed server. Counters are this node's own here; several nodes' are {@code TwoNodesIT}'s. */
class ThrottleIT {

    private static final String GREY = "INSERT INTO throttle_table (version_id, name, type, block_time, resubmit_time, inactivity_time) VALUES (:version, 'grey-%s', 'greylisting', 2, 600, 600)";
    private static final String GREYLISTING = "UPDATE channel SET keywords = keywords || ' maytlsserver saslwithouttls greylisting grey-%s' WHERE version_id = :version AND name IN ('tcp_local', 'tcp_submit', 'tcp_auth')";
    private static final String REVEALED = "UPDATE listener SET xclient = '127.0.0.1' WHERE version_id = :version AND name = 'smtp'";

    private final RunningGatepost gatepost = RunningGatepost.shared();
    private final String mark = UUID.randomUUID().toString().substring(0, 8);
    private final String sender = "grey-" + mark + "@remote.example";

    @Test
    void t07AStrangerComesAgainFromAnotherServerOfItsNetworkAndUsersNeverWait() throws Exception {
        try (PolicyChange grey = new PolicyChange(gatepost, GREY.formatted(mark), GREYLISTING.formatted(mark), REVEALED)) {
            try (SmtpTalk talk = from("192.0.2.7")) {
                talk.say("RCPT TO:<nobody@example.com>").expect("550 5.1.1");
                talk.say("RCPT TO:<out@remote.example>").expect("550 5.7.1");
                talk.say("RCPT TO:<alice@example.com>").expect("451 4.7.1");
                talk.say("RCPT TO:<postmaster@example.com>").expect("250");
            }
            Eventually.get("a neighbour of the same network is let in after two seconds", Duration.ofSeconds(15), () -> asked("192.0.2.99"), reply -> reply.startsWith("250"));
            assertEquals("451 4.7.1", asked("198.51.100.7").substring(0, 9), "another network is another stranger");
            for (int port : new int[] {gatepost.smtpPort(), gatepost.submissionPort()}) {
                try (SmtpTalk talk = SmtpTalk.introduced(port)) {
                    talk.say("AUTH PLAIN " + Base64.getEncoder().encodeToString("\0alice\0alice".getBytes(UTF_8))).expect("235");
                    talk.say("MAIL FROM:<alice@example.com>").expect("250");
                    talk.say("RCPT TO:<bob@example.com>").expect("250");
                }
            }
        }
    }

    /** A transaction of a client at that address, which has said MAIL. */
    private SmtpTalk from(String client) throws IOException {
        SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort());
        talk.say("XCLIENT ADDR=" + client).expect("220");
        talk.say("EHLO client.example").expect("250");
        talk.say("MAIL FROM:<" + sender + ">").expect("250");
        return talk;
    }

    private String asked(String client) throws IOException {
        try (SmtpTalk talk = from(client)) {
            return talk.say("RCPT TO:<alice@example.com>").reply();
        }
    }
}
