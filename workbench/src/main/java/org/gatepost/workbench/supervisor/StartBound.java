package org.gatepost.workbench.supervisor;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * How long a process that was started again may take until it answers. One that stands still in its own start does not die and tells nobody:
 * over the bound its threads are written to its log and it is killed, so that it is started again as after any other death. Each such start in a
 * row gets twice the time of the one before, eight times at most, so that a machine which is only slow gets there. Safe for use by several threads.
 */
final class StartBound {

    static final int DOUBLED_MAX = 3;
    private static final long LOOK_AGAIN_MILLIS = 500;
    private static final Duration DUMP_WITHIN = Duration.ofSeconds(5);

    private final Duration within;
    private final BooleanSupplier answers;
    private final Consumer<String> say;
    private int inARow;

    /** @param answers whether the process does what it was started for; asked twice a second */
    StartBound(Duration within, BooleanSupplier answers, Consumer<String> say) {
        this.within = within;
        this.answers = answers;
        this.say = say;
    }

    /** Looks after the run that has just begun, in a thread of its own, until it answers, ends, or is killed. */
    void lookAfter(Child child) {
        Optional<Process> run = child.run();
        run.ifPresent(process -> Thread.ofVirtual().name("start of " + child.name()).start(() -> watch(child, process)));
    }

    private void watch(Child child, Process process) {
        Duration bound = bound();
        long deadline = System.nanoTime() + bound.toNanos();
        try {
            while (process.isAlive()) {
                if (answers.getAsBoolean()) {
                    answered();
                    return;
                }
                if (System.nanoTime() - deadline > 0) {
                    stalled();
                    say.accept(child.name() + " does not answer " + bound.toSeconds() + " s after it was started: killed; its threads are in " + child.log());
                    writeThreads(process);
                    process.destroyForcibly();
                    return;
                }
                Thread.sleep(LOOK_AGAIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** QUIT makes a virtual machine write its threads to its standard output, also one that nobody can attach to any more. */
    static void writeThreads(Process process) throws InterruptedException {
        try {
            new ProcessBuilder("sh", "-c", "kill -QUIT " + process.pid()).inheritIO().start().waitFor();
        } catch (IOException e) {
            return;
        }
        RunDirectory.waitFor(process.toHandle(), DUMP_WITHIN);
    }

    private synchronized Duration bound() {
        return within.multipliedBy(1L << Math.min(inARow, DOUBLED_MAX));
    }

    private synchronized void answered() {
        inARow = 0;
    }

    private synchronized void stalled() {
        inARow++;
    }
}
