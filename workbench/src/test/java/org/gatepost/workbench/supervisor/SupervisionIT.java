package org.gatepost.workbench.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.gatepost.workbench.bench.harness.Program;
import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What dies is started again, nothing else listens, and what a start refuses it refuses in one line. */
class SupervisionIT {

    private static final String SERVER = "server";

    private final RunningGatepost gatepost = RunningGatepost.shared();
    private volatile long paused;

    @ParameterizedTest
    @ValueSource(strings = {"store", "postgres"})
    void whatDiedRunsAgainAndMailIsTaken(String process) throws Exception {
        long before = gatepost.pid(process);
        gatepost.kill9(process);
        Eventually.get(process + " runs again", Duration.ofSeconds(5), () -> gatepost.pid(process), pid -> pid > 0 && pid != before);
        Eventually.get("mail is taken", Duration.ofSeconds(40), this::send, reply -> reply.startsWith("250"));
    }

    @Test
    void aServerThatStandsStillInItsStartIsStartedAgain() throws Exception {
        long before = gatepost.pid(SERVER);
        Thread pausing = Thread.ofVirtual().start(() -> pauseTheNext(before));
        gatepost.restart(Map.of("GATEPOST_STANDSTILL_SECONDS", "10"));
        pausing.join();
        assertTrue(paused > 0 && ProcessHandle.of(paused).isEmpty() && gatepost.pid(SERVER) != paused, "the one that stood still is gone, and another serves");
        assertTrue(send().startsWith("250"));
        String said = Files.readString(gatepost.var().resolve("log/gatepost.log"));
        assertTrue(said.contains("server stands still in its start: killed") && said.contains("before it was ready") && said.contains("; started again"), said);
    }

    /** As one whose threads wait for each other: alive, and doing nothing. */
    private void pauseTheNext(long before) {
        try {
            paused = Eventually.get("the next server", Duration.ofMinutes(2), () -> gatepost.pid(SERVER), pid -> pid > 0 && pid != before);
            Program.succeed(Program.PATIENCE, List.of("kill", "-STOP", Long.toString(paused)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private String send() throws IOException {
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            return talk.message("a@remote.example", "alice@example.com", "Subject: after a death\r\n\r\nbody");
        } catch (AssertionError refused) {
            return refused.getMessage();
        }
    }

    @Test
    void theServerListensOnLoopbackAndNowhereElse() throws Exception {
        List<String> listening = List.of(Program.succeed(Program.PATIENCE, List.of("ss", "-Hltnp")).output().split("\n"));
        List<String> ours = listening.stream().filter(line -> line.contains("pid=" + gatepost.pid(SERVER) + ",")).toList();
        assertEquals(6, ours.size(), () -> "not SMTP, the two ports of submission, the one for what filters return, HTTPS and administration: " + ours);
        assertTrue(ours.stream().allMatch(line -> line.contains("127.0.0.1]:") || line.contains("127.0.0.1:")), ours::toString);
    }

    @Test
    void secretsAreTheOwnersAloneAndInNoLog() throws Exception {
        String password = Files.readAllLines(gatepost.var().resolve("pg.env")).getLast().replaceFirst(".*=", "");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(gatepost.var().resolve("pg.env"))));
        try (Stream<Path> logs = Files.list(gatepost.var().resolve("log"))) {
            for (Path log : logs.toList()) {
                assertTrue(!Files.readString(log, java.nio.charset.StandardCharsets.ISO_8859_1).contains(password), log + " holds the database's password");
            }
        }
    }

    @Test
    void aSecondInstanceOnTheSamePortsIsRefusedInOneLine() {
        StartRefused refused = assertThrows(StartRefused.class, () -> RunningGatepost.started("second", Map.of()));
        assertTrue(refused.getMessage().contains("cannot be had") && refused.getMessage().lines().count() == 1, refused.getMessage());
    }
}
