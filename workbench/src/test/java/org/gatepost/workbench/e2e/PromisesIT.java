package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What must hold on the deployed application whatever it is built of. */
class PromisesIT {

    private static final int IDLE_SESSIONS = 500;

    private final RunningGatepost gatepost = RunningGatepost.shared();

    @Test
    @DisplayName("Q01 a commit that fails is 451 and leaves no row")
    void q01ACommitThatFailsIs451AndLeavesNoRow() throws Exception {
        String sender = "doomed-" + UUID.randomUUID().toString().substring(0, 8) + "@remote.example";
        try (Connection database = gatepost.database(); Statement statement = database.createStatement()) {
            statement.execute("""
                    CREATE FUNCTION refuse_at_commit() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN IF NEW.reverse_path LIKE 'doomed-%' THEN RAISE EXCEPTION 'refused at commit, for a test'; END IF; RETURN NULL; END $$""");
            statement.execute("CREATE CONSTRAINT TRIGGER refuse_at_commit AFTER INSERT ON message DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_at_commit()");
            try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
                assertEquals("451 4.3.0", talk.message(sender, "alice@example.com", "Subject: doomed\r\n\r\nx").substring(0, 9));
                assertEquals("250 2.0.0", talk.message("fine@remote.example", "alice@example.com", "Subject: fine\r\n\r\nx").substring(0, 9));
            } finally {
                statement.execute("DROP TRIGGER refuse_at_commit ON message");
                statement.execute("DROP FUNCTION refuse_at_commit");
            }
        }
        assertEquals("0", gatepost.text("SELECT count(*) FROM message WHERE reverse_path = '" + sender + "'"));
        assertEquals("0", gatepost.text("SELECT count(*) FROM trace_event WHERE kind = 'accept' AND sender = '" + sender + "'"));
        assertEquals("0", gatepost.text("SELECT count(*) FROM content_chunk c WHERE NOT EXISTS (SELECT FROM message m WHERE m.id = c.message_id)"));
        assertEquals(List.of(), gatepost.mailContaining("alice", "<" + sender + ">"));
    }

    @Test
    void fiveHundredIdleSessionsStillAnswerNoop() throws Exception {
        List<SmtpTalk> sessions = new ArrayList<>();
        try {
            for (int i = 0; i < IDLE_SESSIONS; i++) {
                sessions.add(SmtpTalk.introduced(gatepost.smtpPort()));
            }
            for (SmtpTalk session : sessions) {
                session.say("NOOP").expect("250 2.0.0");
            }
        } finally {
            for (SmtpTalk session : sessions) {
                session.close();
            }
        }
    }

    @Test
    void aPolicyChangeReachesTheRunningServer() throws Exception {
        try (PolicyChange smaller = new PolicyChange(gatepost, "UPDATE channel SET sourceblocklimit = 7 WHERE name = 'tcp_local' AND version_id = :version")) {
            assertTrue(sizeLine().endsWith("SIZE 7168"), sizeLine());
        }
        assertTrue(sizeLine().endsWith("SIZE 104857600"), sizeLine());
    }

    @Test
    void aPolicyThatDoesNotCompileLeavesTheOldOneActiveAndRaisesAnAlarm() throws Exception {
        String before = sizeLine();
        try (PolicyChange broken = new PolicyChange(gatepost,
                "UPDATE channel SET sourceblocklimit = 9, backoff = 'soon' WHERE name = 'tcp_local' AND version_id = :version")) {
            assertEquals(before, sizeLine());
            Eventually.get("an alarm", Duration.ofSeconds(10), () -> gatepost.text("SELECT count(*) FROM alarm WHERE key = 'policy' AND cleared_at IS NULL"), "1"::equals);
        }
        Eventually.get("the alarm is cleared", Duration.ofSeconds(10), () -> gatepost.text("SELECT count(*) FROM alarm WHERE key = 'policy' AND cleared_at IS NULL"), "0"::equals);
    }

    @Test
    @DisplayName("Q07 frank is accepted and held")
    void q07FrankIsAcceptedAndHeld() throws Exception {
        String sender = "held-" + UUID.randomUUID().toString().substring(0, 8) + "@remote.example";
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            assertEquals("250 2.0.0", talk.message(sender, "frank@example.com", "Subject: wait\r\n\r\nx").substring(0, 9));
        }
        assertEquals("held", gatepost.text("SELECT r.state FROM recipient r JOIN queue_entry e ON e.id = r.entry_id JOIN message m ON m.id = e.message_id WHERE m.reverse_path = '" + sender + "'"));
    }

    @Test
    void theLogAndTheTraceTellTheSameStory() throws Exception {
        String sender = "told-" + UUID.randomUUID().toString().substring(0, 8) + "@remote.example";
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<" + sender + ">").expect("250");
            talk.say("RCPT TO:<dave@example.com>").expect("550 5.2.1");
            talk.say("RSET").expect("250");
            assertEquals("250 2.0.0", talk.message(sender, "alice@example.com", "Subject: told\r\n\r\nx").substring(0, 9));
        }
        String kinds = "SELECT string_agg(kind, ' ' ORDER BY at, id) FROM trace_event WHERE sender = '" + sender + "'";
        Eventually.get("refusal, acceptance and delivery in the database", Duration.ofSeconds(20), () -> gatepost.text(kinds), "refuse accept deliver"::equals);
        Eventually.get("and in the log", Duration.ofSeconds(20), () -> gatepost.logLines(sender), lines -> lines.size() == 3
                && lines.getFirst().contains("\"kind\":\"refuse\"") && lines.getFirst().contains("AccountLookup"));
    }

    private String sizeLine() throws Exception {
        try (SmtpTalk talk = new SmtpTalk(gatepost.smtpPort())) {
            talk.expect("220");
            return talk.say("EHLO client.example").expect("250").lines().filter(line -> line.contains("SIZE")).findFirst().orElse("");
        }
    }
}
