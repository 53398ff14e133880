package org.gatepost.workbench.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is alive and does not answer, with a shell in the server's place. */
class StartBoundTest {

    private static final Duration SHORT = Duration.ofMillis(300);

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
    void whatDoesNotAnswerInTimeWritesItsThreadsAndIsKilled() throws Exception {
        Child child = shell.start("trap 'echo threads' QUIT; echo up; while :; do sleep 0.1; done");
        new StartBound(SHORT, () -> false, said::add).lookAfter(child);
        assertEquals(child, shell.dead().poll(30, TimeUnit.SECONDS), "it counts as a death, and is started again as after one");
        assertEquals("signal 9", child.ending());
        assertEquals("up\nthreads\n", Files.readString(child.log()));
        assertTrue(said.take().startsWith("server does not answer 0 s after it was started: killed; its threads are in "));
    }

    @Test
    void whatAnswersIsLeftAloneForGood() throws Exception {
        Child child = shell.start("sleep 60");
        BlockingQueue<Boolean> answers = new LinkedBlockingQueue<>(List.of(true));
        AtomicBoolean askedAgain = new AtomicBoolean();
        new StartBound(SHORT, () -> {
            Boolean answer = answers.poll();
            askedAgain.compareAndSet(false, answer == null);
            return answer != null;
        }, said::add).lookAfter(child);
        assertEquals(null, shell.dead().poll(SHORT.multipliedBy(5).toMillis(), TimeUnit.MILLISECONDS));
        assertTrue(!askedAgain.get() && said.isEmpty());
    }

    @Test
    void eachStallInARowGetsTwiceTheTimeUntilOneAnswers() throws Exception {
        AtomicBoolean answers = new AtomicBoolean();
        StartBound bound = new StartBound(Duration.ofSeconds(1), answers::get, said::add);
        for (int seconds : new int[] {1, 2}) {
            Child child = shell.start("sleep 60");
            bound.lookAfter(child);
            assertEquals(child, shell.dead().poll(30, TimeUnit.SECONDS));
            assertTrue(said.take().startsWith("server does not answer " + seconds + " s"));
        }
        answers.set(true);
        Child child = shell.start("sleep 60");
        bound.lookAfter(child);
        assertEquals(null, shell.dead().poll(1, TimeUnit.SECONDS));
        child.stop(Process::destroyForcibly);
        answers.set(false);
        child = shell.start("sleep 60");
        bound.lookAfter(child);
        assertEquals(child, shell.dead().poll(30, TimeUnit.SECONDS));
        assertTrue(said.take().startsWith("server does not answer 1 s"));
    }
}
