package org.gatepost.workbench.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that does nothing at its start, and one that works, with a shell in the server's place. */
class StandstillTest {

    private static final Duration SHORT = Duration.ofMillis(500);

    @TempDir
    Path directory;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private ShellChild shell;

    @BeforeEach
    void shell() {
        shell = new ShellChild(directory);
    }

    @AfterEach
    void stop() throws IOException {
        shell.stop();
    }

    @Test
    void whatLivesAndDoesNothingWritesItsThreadsAndIsKilled() throws Exception {
        Child child = shell.start("trap 'echo threads' QUIT; echo up; while :; do sleep 0.1; done");
        new Standstill(SHORT, () -> false, said::add).lookAfter(child);
        assertEquals(child, shell.dead().poll(30, TimeUnit.SECONDS));
        assertEquals("signal 9", child.ending());
        assertEquals("up\nthreads\n", Files.readString(child.log()));
        assertTrue(said.take().startsWith("server stands still in its start: killed; its threads are in "));
    }

    @Test
    void whatAnswersMayRest() throws Exception {
        Child child = shell.start("exec sleep 60");
        new Standstill(SHORT, () -> true, said::add).lookAfter(child);
        assertEquals(null, shell.dead().poll(SHORT.multipliedBy(4).toMillis(), TimeUnit.MILLISECONDS));
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
}
