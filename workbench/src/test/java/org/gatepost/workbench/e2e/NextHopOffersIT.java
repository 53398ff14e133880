package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.Test;

/** What a fixed next hop does not offer is answered at RCPT once it is known, and reported before. */
class NextHopOffersIT {

    private final RunningGatepost gatepost = RunningGatepost.shared();

    @Test
    void whatTheNextHopWouldRefuseIsRefusedAsSoonAsItIsKnown() throws Exception {
        try (ScriptedHop hop = new ScriptedHop("PIPELINING", "SIZE 100000", "8BITMIME");
                PolicyChange there = new PolicyChange(gatepost, "UPDATE channel SET destination = 'smtp://127.0.0.1:" + hop.port() + "' WHERE name = 'tcp_lmtpcs' AND version_id = :version");
                SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<a@remote.example> SIZE=100001").expect("250");
            talk.say("RCPT TO:<alice@example.com>").expect("250");
            talk.say("DATA").expect("354");
            talk.send("Subject: first\r\n\r\nbody\r\n.\r\n");
            talk.expect("250 2.0.0");
            Eventually.get("the next hop was spoken to", Duration.ofSeconds(20), hop.messages::size, found -> found == 1);
            talk.say("MAIL FROM:<a@remote.example> SIZE=100000").expect("250");
            talk.say("RCPT TO:<alice@example.com>").expect("250");
            talk.say("RSET").expect("250");
            talk.say("MAIL FROM:<a@remote.example> SIZE=100001").expect("250");
            talk.say("RCPT TO:<alice@example.com>").expect("552 5.3.4");
            talk.say("RSET").expect("250");
            talk.say("MAIL FROM:<j" + utf8("\u00fc") + "rgen@remote.example> SMTPUTF8").expect("250");
            talk.say("RCPT TO:<alice@example.com>").expect("550 5.6.7");
            assertEquals(1, hop.messages.size());
        }
    }

    /** As octets, for a talk that writes each character as one. */
    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
