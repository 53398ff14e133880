package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.function.Predicate;

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

    /** Rows by themselves, and since when: a second version that still tries them changes nothing of that. */
    @Test
    void oneThrottleTableIsTriedAndTheAlarmSaysSinceWhen() throws Exception {
        try (PolicyChange tried = new PolicyChange(gatepost, "INSERT INTO throttle_table (version_id, name, data_type, quota, quota_time) VALUES (:version, 'few', 'address', 1, 3600)",
                "UPDATE channel SET keywords = keywords || ' connectionthrottle few logonly throttle_table:few' WHERE version_id = :version AND name = 'tcp_local'")) {
            answersBob("250");
            answersBob("250");
            Eventually.get("the trace has it", Duration.ofSeconds(10), () -> gatepost.text("SELECT max(reply) FROM trace_event WHERE kind = 'would_refuse' AND reason LIKE 'throttle_table:few: over the quota%'"),
                    reply -> reply.startsWith("421 4.7.0"));
            String since = alarm(text -> text.contains("tcp_local: throttle_table:few since 2"));
            try (PolicyChange other = new PolicyChange(gatepost, TABLE)) {
                assertEquals(since.substring(since.indexOf(" since ")), alarm(text -> !text.equals(since)).replaceFirst("^.*?(?= since )", ""));
            }
        }
    }

    private String alarm(Predicate<String> wanted) throws Exception {
        return Eventually.get("policy:trial", Duration.ofSeconds(10), () -> gatepost.text("SELECT text FROM alarm WHERE key = 'policy:trial'"), text -> !text.equals("null") && wanted.test(text));
    }

    private void answersBob(String reply) throws Exception {
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<a@remote.example>").expect("250");
            talk.say("RCPT TO:<bob@example.com>").expect(reply);
        }
    }
}
