package org.gatepost.ee.delivery;

import java.time.Duration;

/**
 * What one destination has of the node's memory, and how much more it may take: never more than is left for all others. One destination so gets half
 * of it, two a third each, and however many there are, a new one finds room. One that settles nothing for a while gets only an eighth of what is left,
 * a dead one no more than one probe decides about. Safe for use by many threads.
 */
final class Share {

    /** A destination that has work and finished none of it for so long is stalled: slow, hanging, or its next hop is. */
    static final Duration STALLED_AFTER = Duration.ofSeconds(5);
    static final int STALLED_DIVISOR = 8;

    private final DeliveryLimits limits;
    private final Holdings holdings;
    private int entries;
    private int places;
    private long octets;
    private long movedNanos;

    Share(DeliveryLimits limits, Holdings holdings) {
        this.limits = limits;
        this.holdings = holdings;
    }

    synchronized void took(DeliveryTask task, long nowNanos) {
        if (entries++ == 0) {
            movedNanos = nowNanos;
        }
        places += Holdings.places(task);
        octets += octets(task);
    }

    synchronized void gave(DeliveryTask task, long nowNanos) {
        entries--;
        places -= Holdings.places(task);
        octets -= octets(task);
        movedNanos = nowNanos;
    }

    /** How many entries it may have just now, those it has included. */
    synchronized int limit(boolean dead, long nowNanos) {
        int free = holdings.free();
        boolean stalled = entries > 0 && nowNanos - movedNanos > STALLED_AFTER.toNanos();
        int most = dead ? Math.min(free, limits.entriesPerDeadDestinationMax()) : stalled ? free / STALLED_DIVISOR : free;
        return free == 0 ? 0 : Math.clamp(most, 1, limits.entriesPerDestinationMax());
    }

    /** How many entries could be claimed for it. */
    synchronized int room(boolean dead, long nowNanos) {
        return Math.max(0, Math.min(limit(dead, nowNanos) - places, holdings.free()));
    }

    /**
     * Whether a message just being accepted may stay in memory for it. While older mail waits in the store, new mail gets three quarters of the share
     * and what is claimed the rest, so that pressure does not keep the old waiting for ever.
     */
    synchronized boolean hasRoomForNew(boolean dead, boolean olderWaits, long nowNanos) {
        int limit = limit(dead, nowNanos);
        return places < (olderWaits ? limit - limit / 4 : limit) && hasRoomForContent();
    }

    /** Octets are shared as entries are. */
    synchronized boolean hasRoomForContent() {
        return octets < holdings.freeOctets();
    }

    synchronized int entries() {
        return entries;
    }

    private static long octets(DeliveryTask task) {
        return task.fresh().map(content -> content.octets().length).orElse(0);
    }
}
