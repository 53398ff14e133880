package org.gatepost.workbench.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;

import org.gatepost.workbench.bench.harness.Program;
import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.gatepost.workbench.interop.Letter.Body;
import org.junit.jupiter.api.Test;

/** ETRN (RFC 1985): waiting mail is asked for, in both directions; every queue here tries again after an hour at the earliest by itself. */
class TurnIT {

    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private final Neighbourhood neighbourhood = Neighbourhood.shared();
    private final RunningGatepost gatepost = neighbourhood.gatepost();

    @Test
    void p04FetchmailFetchesWhatWaitsForAHostThatWasAway() throws Exception {
        Letter letter = Letter.of("<alice@example.com>", "<b@late.plain.test>", Body.SEVEN_BIT);
        String queueId = letter.submitTo(gatepost.smtpPort());
        Eventually.get(queueId + " waits", PATIENCE, () -> gatepost.events(queueId), kinds -> kinds.contains("defer"));
        try (Sink host = new Sink("127.0.0.15", Neighbourhood.MX_PORT)) {
            Program.Ended refused = etrn("smtpd.signed.test");
            assertTrue(refused.output().contains("459"), refused.output());
            assertEquals(List.of(), host.containing(letter.token()));
            etrn("late.plain.test");
            letter.assertUnchanged(host.await(letter.token()).content());
        }
    }

    private Program.Ended etrn(String domain) throws Exception {
        return Program.run(PATIENCE, List.of("sh", "-c", "umask 077; rc=$(mktemp) && printf '%s\\n' \"$1\" >\"$rc\" && fetchmail -v --nodetach --pidfile \"$rc.pid\" -f \"$rc\"; code=$?; rm -f \"$rc\"; exit $code",
                "sh", "poll 127.0.0.1 protocol ETRN service " + gatepost.smtpPort() + " no sslcertck sslproto '' fetchdomains " + domain));
    }

    @Test
    void p04PeersSendWhatWaitsForUsWhenWeAsk() throws Exception {
        for (Peer peer : List.of(neighbourhood.peers().postfix(), neighbourhood.peers().exim())) {
            // carol is inactive, so whatever comes for her is put off, and seen.
            String sender = "etrn@" + peer.domain();
            Letter letter = Letter.of("<" + sender + ">", "<carol@example.com>", Body.SEVEN_BIT);
            try (SmtpTalk talk = peer.introduced()) {
                letter.sendBy(talk);
                attempts(sender, 1);
                talk.say("ETRN example.com").expect("25");
                attempts(sender, 2);
                talk.say("QUIT").expect("221");
            }
        }
    }

    private void attempts(String sender, int wanted) throws Exception {
        Eventually.get(wanted + " attempts by " + sender, PATIENCE, () -> gatepost.logLines(sender).stream().filter(line -> line.contains("\"code\":450")).count(), count -> count == wanted);
    }
}
