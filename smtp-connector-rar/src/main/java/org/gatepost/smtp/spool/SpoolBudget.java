package org.gatepost.smtp.spool;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much content all sessions together may hold: in memory and in the spool directory, and of that in memory. Safe for all threads.
 *
 * <p>Where the memory is used up nothing is refused: content goes to its file at once, and is read in small pieces.
 */
public final class SpoolBudget {

    /** Octets of memory where nobody says otherwise. */
    public static final long MEMORY_OCTETS_DEFAULT = 64L << 20;

    private final long octetsMax;
    private final long memoryOctetsMax;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong memoryUsed = new AtomicLong();

    public SpoolBudget(long octetsMax) {
        this(octetsMax, MEMORY_OCTETS_DEFAULT);
    }

    /**
     * Of nothing used.
     *
     * @param octetsMax octets of content, wherever they are
     * @param memoryOctetsMax octets of memory: content that is in no file, and what it is read and written with
     */
    public SpoolBudget(long octetsMax, long memoryOctetsMax) {
        this.octetsMax = octetsMax;
        this.memoryOctetsMax = memoryOctetsMax;
    }

    /** Takes so many octets, or none and false: the content is to be answered 452 4.3.1. */
    boolean take(long octets) {
        return take(used, octets, octetsMax);
    }

    void giveBack(long octets) {
        used.addAndGet(-octets);
    }

    /** Takes so many octets of memory, or none and false: do with less, or with a file. Whoever takes them gives them back. */
    public boolean takeMemory(long octets) {
        return take(memoryUsed, octets, memoryOctetsMax);
    }

    public void giveBackMemory(long octets) {
        memoryUsed.addAndGet(-octets);
    }

    private static boolean take(AtomicLong taken, long octets, long max) {
        if (taken.addAndGet(octets) <= max) {
            return true;
        }
        taken.addAndGet(-octets);
        return false;
    }

    /** Whether so many octets could be taken now. Nothing is taken: it is for saying no before the content is sent. */
    boolean hasRoomFor(long octets) {
        return octets <= octetsMax - used.get();
    }

    /** Octets held now. */
    public long used() {
        return used.get();
    }

    /** Octets of memory held now. */
    public long memoryUsed() {
        return memoryUsed.get();
    }
}
