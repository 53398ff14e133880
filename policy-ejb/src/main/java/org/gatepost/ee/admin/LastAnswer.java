package org.gatepost.ee.admin;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * An answer of the database that serves everybody for a second, and after it as what was last known. One that took long serves longer, so that no open
 * page keeps the database busy. While somebody asks, the others do with what there is. Safe for use by many threads.
 */
final class LastAnswer<T> {

    static final long SERVES_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Asking takes no more than one part in so many of the time. */
    static final int ASKING_PART = 20;
    static final long SERVES_NANOS_MAX = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanos;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Answer<T> last;

    private record Answer<T>(T said, long nanos, long servesNanos) {
    }

    LastAnswer(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The last answer where it is young enough, else a new one. */
    T orAsk(Supplier<T> ask) {
        Answer<T> known = last;
        if (known != null && (isFresh(known) || asking.isLocked())) {
            return known.said();
        }
        asking.lock();
        try {
            if (last == null || !isFresh(last)) {
                long begun = nanos.getAsLong();
                T said = ask.get();
                long ended = nanos.getAsLong();
                last = new Answer<>(said, ended, Math.clamp((ended - begun) * ASKING_PART, SERVES_NANOS, SERVES_NANOS_MAX));
            }
            return last.said();
        } finally {
            asking.unlock();
        }
    }

    private boolean isFresh(Answer<T> answer) {
        return nanos.getAsLong() - answer.nanos() < answer.servesNanos();
    }

    /** What the database said last, however long ago. */
    Optional<T> known() {
        return Optional.ofNullable(last).map(Answer::said);
    }
}
