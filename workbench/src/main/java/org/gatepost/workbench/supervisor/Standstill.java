package org.gatepost.workbench.supervisor;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Finds a server that stands still in its first start: it lives, does not answer, and uses no processor. Its container can come to wait for itself while
 * it starts, more so on a machine that is busy, and then waits for ever. Its threads are written to its log and it is killed, so that it can be started
 * again. One that is only slow uses all the processor it gets and is left alone. Safe for use by several threads.
 */
final class Standstill {

    /** What the timers and collectors of one that waits use in 45 s stays well below; one that works gets more on any machine. */
    static final Duration LEAST_PROCESSOR_TIME = Duration.ofSeconds(2);
    private static final long LOOK_AGAIN_MILLIS = 500;

    private final Duration within;
    private final BooleanSupplier answers;
    private final Consumer<String> say;

    /** @param answers whether the process does what it was started for; asked twice a second */
    Standstill(Duration within, BooleanSupplier answers, Consumer<String> say) {
        this.within = within;
        this.answers = answers;
        this.say = say;
    }

    /** Looks after the run that has just begun, in a thread of its own, until it answers, ends, or is killed. */
    void lookAfter(Child child) {
        child.run().ifPresent(process -> Thread.ofVirtual().name("standstill of " + child.name()).start(() -> watch(child, process)));
    }

    private void watch(Child child, Process process) {
        Progress progress = new Progress(within, System.nanoTime());
        try {
            while (process.isAlive() && !answers.getAsBoolean()) {
                // A system that does not tell the time of a process cannot be asked this.
                Optional<Duration> used = process.info().totalCpuDuration();
                if (used.isPresent() && progress.isMissing(used.get(), System.nanoTime())) {
                    say.accept(child.name() + " stands still in its start: killed; its threads are in " + child.log());
                    StartBound.writeThreads(process);
                    process.destroyForcibly();
                    return;
                }
                Thread.sleep(LOOK_AGAIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How much processor time a process has used, looked at again and again. For one thread. */
    static final class Progress {

        private final Duration within;
        private Duration used = Duration.ZERO;
        private long sinceNanos;

        Progress(Duration within, long nowNanos) {
            this.within = within;
            this.sinceNanos = nowNanos;
        }

        /** Whether less than {@link Standstill#LEAST_PROCESSOR_TIME} was used within the time up to now, an instant of {@link System#nanoTime()}. */
        boolean isMissing(Duration usedByNow, long nowNanos) {
            if (usedByNow.minus(used).compareTo(LEAST_PROCESSOR_TIME) >= 0) {
                used = usedByNow;
                sinceNanos = nowNanos;
            }
            return nowNanos - sinceNanos > within.toNanos();
        }
    }
}
