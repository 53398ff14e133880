package org.gatepost.adapter.scanner.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.gatepost.adapter.scanner.wire.Fields;
import org.gatepost.conversion.PartPrograms;

/**
 * Runs programs that convert parts: one process a question, bounded as those of engines are. The part's octets are on its standard input, what stands in the
 * environment says what they are, and what it ends with says what becomes of the part: 0, what it wrote stands there; {@link #UNCHANGED}, {@link #DELETE},
 * {@link #REFUSE}, {@link #HOLD}; anything else is no answer. Safe for use by many threads; never throws.
 */
public final class PartProgram implements PartPrograms {

    /** Processes at once. */
    static final int PROCESSES_MAX = 8;
    static final int UNCHANGED = 10;
    static final int DELETE = 11;
    static final int REFUSE = 12;
    static final int HOLD = 13;

    private final Semaphore turns = new Semaphore(PROCESSES_MAX, true);

    @Override
    public Answer run(Question question) {
        long end = System.nanoTime() + question.deadline().toNanos();
        try {
            if (!turns.tryAcquire(question.deadline().toNanos(), TimeUnit.NANOSECONDS)) {
                return new Answer.Unavailable("no process free in time");
            }
            try {
                return answer(question, end);
            } finally {
                turns.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Unavailable("given up");
        }
    }

    private static Answer answer(Question question, long end) {
        try (InputStream octets = question.octets().open(); BoundedProcess process = new BoundedProcess(question.command(), question.environment(), question.octetsMax(), end)) {
            process.feed(octets::transferTo);
            BoundedProcess.Ended ended = process.ended();
            return switch (ended.status()) {
                case 0 -> new Answer.Made(ended.output());
                case UNCHANGED -> new Answer.Unchanged();
                case DELETE -> new Answer.Delete();
                case REFUSE -> new Answer.Refuse();
                case HOLD -> new Answer.Hold();
                default -> new Answer.Unavailable("ended with " + ended.status());
            };
        } catch (IOException | RuntimeException e) {
            return new Answer.Unavailable(Fields.reason(e));
        }
    }
}
