package org.gatepost.ee.delivery;

import java.time.Duration;

/**
 * What one destination has of the node's memory, and how much more it may take. It begins with a hundredth and earns two entries with each that is
 * settled, but never gets more than is left for all others. A destination that settles nothing for a while loses what it earned, and when memory is
 * short gives back what it has beyond; a dead one has no more than one probe decides about. Safe for use by many threads.
 */
final class Share {

    /** A destination that has work and finished none of it for so long is stalled: slow, hanging, or its next hop is. */
    static final Duration STALLED_AFTER = Duration.ofSeconds(5);
    static final int BEGIN_DIVISOR = 100;
    static final int EARNED_EACH = 2;

    private final DeliveryLimits limits;
    private final Holdings holdings;
    private int entries;
    private int places;
    private long octets;
    private int earned;
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

    /** One was settled. */
    synchronized void gave(DeliveryTask task, long nowNanos) {
        released(task);
        earned = Math.min(earned + EARNED_EACH, limits.entriesPerDestinationMax());
        movedNanos = nowNanos;
    }

    /** One went back as it was. */
    synchronized void released(DeliveryTask task) {
        entries--;
        places -= Holdings.places(task);
        octets -= octets(task);
    }

    synchronized boolean isStalled(long nowNanos) {
        return entries > 0 && nowNanos - movedNanos > STALLED_AFTER.toNanos();
    }

    /** How many entries it may have just now, those it has included. */
    synchronized int limit(boolean dead, long nowNanos) {
        if (isStalled(nowNanos)) {
            earned = 0;
        }
        int own = dead ? limits.entriesPerDeadDestinationMax() : Math.max(1, limits.entriesMax() / BEGIN_DIVISOR) + earned;
        return Math.min(holdings.free(), Math.min(own, limits.entriesPerDestinationMax()));
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
