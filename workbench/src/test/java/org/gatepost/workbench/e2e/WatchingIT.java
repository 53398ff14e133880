package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.Https;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What whoever watches the server sees: {@code /health} and {@code /metrics}. */
class WatchingIT {

    private final RunningGatepost gatepost = RunningGatepost.shared();

    @Test
    void aServerThatCanDoItsWorkIsUpAndSaysOfWhatItIsMade() throws Exception {
        HttpResponse<String> ready = Eventually.get("ready", Duration.ofSeconds(20), () -> Https.get(gatepost.httpsPort(), "/health/ready"), answer -> answer.statusCode() == 200);
        for (String check : new String[] {"database", "smtp", "policy"}) {
            assertTrue(says(ready, check, "UP"), ready.body());
        }
        assertTrue(ready.body().contains("smtp 127.0.0.1:" + gatepost.smtpPort()) && ready.body().contains("submissions 127.0.0.1:" + gatepost.submissionsPort()), ready.body());
        HttpResponse<String> live = Https.get(gatepost.httpsPort(), "/health/live");
        assertEquals(200, live.statusCode());
        assertTrue(says(live, "threads", "UP"), live.body());
        assertEquals(200, Https.get(gatepost.httpsPort(), "/health").statusCode());
    }

    @Test
    void aServerWhoseDatabaseDoesNotAnswerIsNotReadyButAlive() throws Exception {
        try (Connection database = gatepost.database(); Statement statement = database.createStatement()) {
            database.setAutoCommit(false);
            statement.execute("LOCK TABLE active_policy IN ACCESS EXCLUSIVE MODE");
            HttpResponse<String> down = Eventually.get("not ready", Duration.ofSeconds(20), () -> Https.get(gatepost.httpsPort(), "/health/ready"),
                    answer -> answer.statusCode() == 503);
            assertTrue(says(down, "database", "DOWN") && says(down, "smtp", "UP") && says(down, "policy", "UP"), down.body());
            assertEquals(503, Https.get(gatepost.httpsPort(), "/health").statusCode());
            assertEquals(200, Https.get(gatepost.httpsPort(), "/health/live").statusCode());
            database.rollback();
        }
        Eventually.get("ready again", Duration.ofSeconds(20), () -> Https.get(gatepost.httpsPort(), "/health/ready").statusCode(), Integer.valueOf(200)::equals);
    }

    @Test
    @DisplayName("Q09 each channel counts messages, recipients and octets, for the desk and for those who watch")
    void channelsCount() throws Exception {
        long before = metric("gatepost_channel_recipients_total", "tcp_lmtpcs", "delivered");
        long submitted = counted("tcp_local", "submitted");
        String sender = "counted-" + UUID.randomUUID().toString().substring(0, 8) + "@remote.example";
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<" + sender + ">").expect("250");
            talk.say("RCPT TO:<alice@example.com>").expect("250");
            talk.say("RCPT TO:<bob@example.com>").expect("250");
            talk.say("DATA").expect("354");
            talk.say("Subject: counted\r\n\r\nx\r\n.").expect("250");
        }
        Eventually.get("two recipients more in /metrics", Duration.ofSeconds(30), () -> metric("gatepost_channel_recipients_total", "tcp_lmtpcs", "delivered"),
                now -> now >= before + 2);
        assertTrue(counted("tcp_local", "submitted") >= submitted + 1);
        assertTrue(counted("tcp_lmtpcs", "received") >= 1);
    }

    private static boolean says(HttpResponse<String> health, String check, String status) {
        return health.body().replaceAll("\\s", "").contains("\"name\":\"" + check + "\",\"status\":\"" + status + "\"");
    }

    private long counted(String channel, String what) throws Exception {
        return Long.parseLong(gatepost.text("SELECT coalesce(sum(messages), 0) FROM channel_count WHERE channel = '" + channel + "' AND what = '" + what + "'"));
    }

    /** The sample's value; 0 where it is not there yet. The order of its tags is the server's own affair. */
    private long metric(String name, String channel, String what) throws Exception {
        HttpResponse<String> answer = Https.get(gatepost.httpsPort(), "/metrics");
        assertEquals(200, answer.statusCode());
        Matcher sample = Pattern.compile("(?m)^" + name + "\\{(?=[^}]*channel=\"" + channel + "\")(?=[^}]*what=\"" + what + "\")[^}]*} ([0-9.E+]+)").matcher(answer.body());
        return sample.find() ? (long) Double.parseDouble(sample.group(1)) : 0;
    }
}
