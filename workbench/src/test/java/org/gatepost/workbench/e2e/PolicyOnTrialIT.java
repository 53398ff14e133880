package org.gatepost.workbench.e2e;

import java.time.Duration;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.Test;

/** Policy that is only tried, and that bounces softly, on the deployed server; and the way back. */
class PolicyOnTrialIT {

    private static final String TABLE = "INSERT INTO mapping_table VALUES (:version, 'ORIG_SEND_ACCESS', '  *|*|*|bob@*  $NNot$ bob')";

    private final RunningGatepost gatepost = RunningGatepost.shared();

    @Test
    void a03aTableIsTriedThenMeantThenGone() throws Exception {
        try (PolicyChange tried = new PolicyChange(gatepost, TABLE, "UPDATE channel SET keywords = keywords || ' logonly ORIG_SEND_ACCESS' WHERE version_id = :version AND name = 'tcp_local'")) {
            answersBob("250");
            Eventually.get("the refusal that was let through stands in the trace", Duration.ofSeconds(10), () -> gatepost.logLines("\"kind\":\"would_refuse\""), lines -> !lines.isEmpty());
            try (PolicyChange meant = new PolicyChange(gatepost, "UPDATE channel SET keywords = keywords || ' enforce softbounce' WHERE version_id = :version AND name = 'tcp_local'")) {
                answersBob("450 4.7.1 Not bob");
            }
            answersBob("250");
        }
        answersBob("250");
    }

    private void answersBob(String reply) throws Exception {
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<a@remote.example>").expect("250");
            talk.say("RCPT TO:<bob@example.com>").expect(reply);
        }
    }
}
