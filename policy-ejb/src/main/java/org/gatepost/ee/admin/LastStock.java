package org.gatepost.ee.admin;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import org.gatepost.ee.admin.Overview.Stock;

/**
 * The database's last answer, which serves every page of every desk for a moment, and after it as what was last known. While somebody asks, the
 * others do with that answer. Safe for use by many threads.
 */
@ApplicationScoped
public class LastStock {

    private static final long SERVES_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanos;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Answer last;

    private record Answer(Stock stock, long nanos) {
    }

    public LastStock() {
        this(System::nanoTime);
    }

    LastStock(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The last answer where it is a moment old, else a new one. */
    Stock orAsk(Supplier<Stock> ask) {
        Answer known = last;
        if (known != null && (isFresh(known) || asking.isLocked())) {
            return known.stock();
        }
        asking.lock();
        try {
            if (last == null || !isFresh(last)) {
                last = new Answer(ask.get(), nanos.getAsLong());
            }
            return last.stock();
        } finally {
            asking.unlock();
        }
    }

    private boolean isFresh(Answer answer) {
        return nanos.getAsLong() - answer.nanos() < SERVES_NANOS;
    }

    /** What the database said last, however long ago. */
    Optional<Stock> known() {
        return Optional.ofNullable(last).map(Answer::stock);
    }
}
