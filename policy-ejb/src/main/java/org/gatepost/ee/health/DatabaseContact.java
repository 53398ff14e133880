package org.gatepost.ee.health;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import jakarta.enterprise.context.ApplicationScoped;

/** When the database answered last: this node looks at the active policy four times a second. Safe for use by many threads. */
@ApplicationScoped
public class DatabaseContact {

    /** A database that was silent for longer is down. */
    static final Duration SILENCE_MAX = Duration.ofSeconds(5);

    private static final long NEVER = Long.MIN_VALUE;

    private final LongSupplier nanoTime;
    private final AtomicLong answered = new AtomicLong(NEVER);

    /** By elapsed time. */
    public DatabaseContact() {
        this(System::nanoTime);
    }

    DatabaseContact(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** It answered just now. */
    public void answered() {
        answered.set(nanoTime.getAsLong());
    }

    /** Whether it answered lately. */
    public boolean isUp() {
        long last = answered.get();
        return last != NEVER && nanoTime.getAsLong() - last <= SILENCE_MAX.toNanos();
    }

    /** For how long it has been silent; -1 where it never answered. */
    public long silentSeconds() {
        long last = answered.get();
        return last == NEVER ? -1 : TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - last);
    }
}
