package org.gatepost.workbench.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that does nothing at its start, and one that works, with a shell in the server's place. */
class StandstillTest {

    private static final Duration SHORT = Duration.ofMillis(500);

    @TempDir
    Path directory;
    private final BlockingQueue<Child> dead = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private Child child;

    @AfterEach
    void stop() throws IOException {
        if (child != null) {
            child.stop(Process::destroyForcibly);
        }
    }

    @Test
    void whatLivesAndDoesNothingWritesItsThreadsAndIsKilled() throws Exception {
        started("trap 'echo threads' QUIT; echo up; while :; do sleep 0.1; done");
        new Standstill(SHORT, () -> false, said::add).lookAfter(child);
        assertEquals(child, dead.poll(30, TimeUnit.SECONDS));
        assertEquals("signal 9", child.ending());
        assertEquals("up\nthreads\n", Files.readString(child.log()));
        assertTrue(said.take().startsWith("server stands still in its start: killed; its threads are in "));
    }

    @Test
    void whatAnswersMayRest() throws Exception {
        started("exec sleep 60");
        new Standstill(SHORT, () -> true, said::add).lookAfter(child);
        assertEquals(null, dead.poll(SHORT.multipliedBy(4).toMillis(), TimeUnit.MILLISECONDS));
        assertTrue(said.isEmpty());
    }

    @Test
    void twoSecondsOfTheProcessorAreProgressAndLessIsNone() {
        Standstill.Progress progress = new Standstill.Progress(Duration.ofSeconds(45), 0);
        assertFalse(progress.isMissing(Duration.ofMillis(1_999), seconds(45)));
        assertFalse(progress.isMissing(Duration.ofSeconds(2), seconds(45)), "from here it counts anew");
        assertFalse(progress.isMissing(Duration.ofMillis(3_999), seconds(90)));
        assertTrue(progress.isMissing(Duration.ofMillis(3_999), seconds(90) + 1));
        assertFalse(progress.isMissing(Duration.ofSeconds(4), seconds(91)), "and one that works again is not blamed for the past");
    }

    private static long seconds(long count) {
        return TimeUnit.SECONDS.toNanos(count);
    }

    private void started(String script) throws IOException {
        child = new Child(new Child.Recipe("server", List.of("sh", "-c", script), Map.of("PATH", System.getenv("PATH")), "", directory.resolve("out")),
                directory.resolve("pid"), Duration.ofSeconds(5));
        child.start(dead::add);
    }
}
