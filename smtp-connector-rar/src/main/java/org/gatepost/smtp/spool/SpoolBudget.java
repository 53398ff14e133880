package org.gatepost.smtp.spool;

import java.util.concurrent.atomic.AtomicLong;

/** How much content all sessions together may hold, in memory and in the spool directory. Safe for all threads. */
public final class SpoolBudget {

    private final long octetsMax;
    private final AtomicLong used = new AtomicLong();

    public SpoolBudget(long octetsMax) {
        this.octetsMax = octetsMax;
    }

    /** Takes so many octets, or none and false: the content is to be answered 452 4.3.1. */
    boolean take(long octets) {
        if (used.addAndGet(octets) <= octetsMax) {
            return true;
        }
        used.addAndGet(-octets);
        return false;
    }

    void giveBack(long octets) {
        used.addAndGet(-octets);
    }

    /** Octets held now. */
    public long used() {
        return used.get();
    }
}
