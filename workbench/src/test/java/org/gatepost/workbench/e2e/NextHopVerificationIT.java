package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.Https;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.Test;

/** Next hops are asked at RCPT whether they take a recipient; what they refuse after that all the same is a leak. On the deployed server. */
class NextHopVerificationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern LEAKS = Pattern.compile("(?m)^gatepost_channel_leaks_total\\{[^}]*channel=\"tcp_lmtpcs\"[^}]*} ([0-9.E+]+)");

    private final RunningGatepost gatepost = RunningGatepost.shared();

    @Test
    void whomTheNextHopDoesNotKnowIsRefusedAndItIsAskedOnce() throws Exception {
        try (ScriptedHop hop = new ScriptedHop(); PolicyChange asking = asking(hop.port()); SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<x@remote.example>").expect("250");
            talk.say("RCPT TO:<alice@example.com>").expect("250 2.1.5");
            hop.rcptReply = "550 5.1.1 nobody of that name";
            for (int i = 0; i < 3; i++) {
                talk.say("RCPT TO:<bob@example.com>").expect("550 5.1.1 nobody of that name");
                talk.say("RCPT TO:<alice@example.com>").expect("250 2.1.5");
            }
            assertEquals(List.of("RCPT TO:<alice@example.com>", "RCPT TO:<bob@example.com>"), hop.commands.stream().filter(command -> command.startsWith("RCPT")).toList());
            hop.rcptReply = "450 4.7.1 greylisted";
            talk.say("RCPT TO:<judy@example.com>").expect("450 4.7.1 greylisted");
        }
    }

    @Test
    void aNextHopThatIsAwayPutsMailOffAndSaysSoAtTheDesk() throws Exception {
        int port;
        try (ScriptedHop gone = new ScriptedHop()) {
            port = gone.port();
        }
        try (PolicyChange asking = asking(port); SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<x@remote.example>").expect("250");
            for (int i = 0; i < 5; i++) {
                talk.say("RCPT TO:<alice@example.com>").expect("451 4.4.1");
            }
            standing("verify:tcp_lmtpcs");
        }
    }

    @Test
    void whatTheNextHopRefusesAfterItWasTakenIsCountedAndRaisesAnAlarm() throws Exception {
        long before = leaks();
        try (ScriptedHop hop = new ScriptedHop(); PolicyChange asking = asking(hop.port()); SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<x@remote.example>").expect("250");
            talk.say("RCPT TO:<alice@example.com>").expect("250");
            hop.rcptReply = "550 5.1.1 nobody any longer";
            talk.say("DATA").expect("354");
            talk.say("Subject: leaks\r\n\r\nx\r\n.").expect("250");
            standing("leak:tcp_lmtpcs");
            assertTrue(gatepost.text("SELECT text FROM alarm WHERE key = 'leak:tcp_lmtpcs'").endsWith("550 5.1.1 nobody any longer"));
            Eventually.get("one leak more in /metrics", PATIENCE, this::leaks, now -> now == before + 1);
        }
    }

    private void standing(String alarm) throws Exception {
        Eventually.get("the alarm " + alarm, PATIENCE, () -> gatepost.text("SELECT count(*) FROM alarm WHERE key = '" + alarm + "' AND cleared_at IS NULL"), "1"::equals);
    }

    private long leaks() throws Exception {
        Matcher sample = LEAKS.matcher(Https.get(gatepost.httpsPort(), "/metrics").body());
        return sample.find() ? (long) Double.parseDouble(sample.group(1)) : 0;
    }

    private PolicyChange asking(int port) throws Exception {
        return new PolicyChange(gatepost, "UPDATE channel SET destination = 'smtp://127.0.0.1:" + port + "', keywords = keywords || ' verifynexthop' WHERE version_id = :version AND name = 'tcp_lmtpcs'");
    }
}
