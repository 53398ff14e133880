package org.gatepost.smtp.ra;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Interrupts the thread that made it when the time of one stage is up, and never after it was closed. */
final class StageDeadline implements AutoCloseable {

    private final Thread thread = Thread.currentThread();
    private final Future<?> alarm;
    private boolean passed;
    private boolean closed;

    StageDeadline(ScheduledExecutorService timer, Duration rest) {
        this.alarm = timer.schedule(this::pass, rest.toNanos(), TimeUnit.NANOSECONDS);
    }

    private synchronized void pass() {
        if (!closed) {
            passed = true;
            thread.interrupt();
        }
    }

    /** Whether the time was up before {@link #close}: the answer is not to be used. */
    synchronized boolean hasPassed() {
        return passed;
    }

    @Override
    public void close() {
        alarm.cancel(false);
        synchronized (this) {
            closed = true;
            // A session's socket must not see an interrupt that was meant for the stage.
            if (passed) {
                Thread.interrupted();
            }
        }
    }
}
