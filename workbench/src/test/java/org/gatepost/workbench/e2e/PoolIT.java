package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import org.gatepost.workbench.bench.harness.Program;
import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.Test;

/** More sessions than the bean's pool has places, while what the stages ask does not answer: everybody is told to come again, nobody waits in silence. */
class PoolIT {

    /** Of the pool's 128 places. */
    private static final int MESSAGES = 96;
    private static final int SESSIONS = 200;
    private static final Duration BACK_WITHIN = Duration.ofSeconds(60);

    private final RunningGatepost gatepost = RunningGatepost.shared();
    private final String run = "pool-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void aDirectoryThatHangsIsTemporaryForEverybodyAndOthersGoOn() throws Exception {
        List<SmtpTalk> talks = inTransaction();
        try (SmtpTalk other = SmtpTalk.introduced(gatepost.smtpPort())) {
            signal("STOP");
            List<String> replies;
            try {
                List<FutureTask<String>> waiting = new ArrayList<>();
                for (int i = 0; i < SESSIONS; i++) {
                    SmtpTalk talk = talks.get(i);
                    String domain = run + "-" + i + ".example";
                    waiting.add(start(() -> talk.say("RCPT TO:<x@" + domain + ">").reply()));
                }
                other.say("NOOP").expect("250 2.0.0");
                replies = answers(waiting);
                other.say("NOOP").expect("250 2.0.0");
            } finally {
                signal("CONT");
            }
            for (String reply : replies) {
                assertTrue(reply.startsWith("451 4.4.3") || reply.startsWith("451 4.3.2"), reply);
            }
            Eventually.get("the directory is asked again", BACK_WITHIN, this::rcpt, reply -> reply.startsWith("550 5.1.1"));
        } finally {
            closeAll(talks);
        }
    }

    @Test
    void aDirectoryThatDiedIsNeverNoSuchUser() throws Exception {
        signal("STOP");
        gatepost.kill9("directory");
        Eventually.get("the directory is asked again", BACK_WITHIN, () -> {
            String reply = rcpt();
            assertTrue(reply.startsWith("451 4.4.3") || reply.startsWith("550 5.1.1"), reply);
            return reply;
        }, reply -> reply.startsWith("550 5.1.1"));
        assertEquals("250 2.1.5", reply("alice@example.com").substring(0, 9));
    }

    @Test
    void messagesThatCannotBeStoredAreToldToComeAgainAndRecipientsAreStillJudged() throws Exception {
        List<SmtpTalk> talks = inTransaction();
        List<FutureTask<String>> waiting = new ArrayList<>();
        try (Connection database = gatepost.database(); Statement lock = database.createStatement()) {
            for (SmtpTalk talk : talks) {
                talk.say("RCPT TO:<alice@example.com>").expect("250");
                talk.say("DATA").expect("354");
            }
            database.setAutoCommit(false);
            lock.execute("LOCK TABLE message IN ACCESS EXCLUSIVE MODE");
            for (SmtpTalk talk : talks) {
                waiting.add(start(() -> talk.send("Subject: x\r\n\r\nx\r\n.\r\n").reply()));
            }
            assertEquals("250 2.1.5", reply("alice@example.com").substring(0, 9));
            Eventually.get("all but those being committed are answered", Duration.ofSeconds(100), () -> waiting.stream().filter(FutureTask::isDone).count(),
                    done -> done >= SESSIONS - MESSAGES);
            assertEquals("250 2.1.5", reply("alice@example.com").substring(0, 9));
            database.rollback();
            List<String> replies = answers(waiting);
            assertTrue(replies.stream().allMatch(reply -> reply.startsWith("250 2.0.0") || reply.startsWith("451 4.3.")), replies::toString);
            long accepted = replies.stream().filter(reply -> reply.startsWith("250")).count();
            assertEquals(String.valueOf(accepted), gatepost.text("SELECT count(*) FROM trace_event WHERE kind = 'accept' AND sender = '" + run + "@remote.example'"));
            assertTrue(replies.stream().anyMatch(reply -> reply.startsWith("451 4.3.2")), replies::toString);
        } finally {
            closeAll(talks);
        }
    }

    private List<SmtpTalk> inTransaction() throws IOException {
        List<SmtpTalk> talks = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort());
            talks.add(talk);
            talk.say("MAIL FROM:<" + run + "@remote.example>").expect("250");
        }
        return talks;
    }

    private static void closeAll(List<SmtpTalk> talks) throws IOException {
        for (SmtpTalk talk : talks) {
            talk.close();
        }
    }

    private static FutureTask<String> start(Callable<String> ask) {
        FutureTask<String> task = new FutureTask<>(ask);
        Thread.ofVirtual().start(task);
        return task;
    }

    /** All of them; one that gets none within the client's 60 s fails the test. */
    private static List<String> answers(List<FutureTask<String>> waiting) throws InterruptedException, ExecutionException {
        List<String> replies = new ArrayList<>();
        for (FutureTask<String> task : waiting) {
            replies.add(task.get());
        }
        return replies;
    }

    private String rcpt() throws IOException {
        return reply("nobody-" + UUID.randomUUID().toString().substring(0, 8) + "@example.com");
    }

    private String reply(String recipient) throws IOException {
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<" + run + "@remote.example>").expect("250");
            return talk.say("RCPT TO:<" + recipient + ">").reply();
        }
    }

    private void signal(String name) throws IOException, InterruptedException {
        Program.succeed(Program.PATIENCE, List.of("kill", "-" + name, Long.toString(gatepost.pid("directory"))));
    }
}
