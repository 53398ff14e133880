package org.gatepost.ee.delivery;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.Settlement;

/**
 * What a person wants returned to its sender. That needs no next hop, so it is claimed apart from all routes and waits for none of them, however much
 * lies before it: a claim at a time, settled on a virtual thread of its own. Its entries count as held and in no destination's share, and come even
 * when memory is full, for they leave at once. {@link #claim} is for one thread, {@link #lookNow()} for all.
 */
final class Returns {

    private static final Logger LOG = System.getLogger(Returns.class.getName());

    private final DeliveryPorts ports;
    private final Holdings holdings;
    private final SettlementGroup settlements;
    private final Share share;
    private final int most;
    private volatile boolean lookNow = true;
    private long lookedNanos;

    Returns(DeliveryPorts ports, DeliveryLimits limits, Holdings holdings, SettlementGroup settlements) {
        this.ports = ports;
        this.holdings = holdings;
        this.settlements = settlements;
        this.share = new Share(limits, holdings);
        this.most = limits.claimMax();
    }

    /** The next claim looks at the store whatever the time. */
    void lookNow() {
        lookNow = true;
    }

    /** Begins to return what is to be returned, unless it is still at what it took before. */
    void claim(long nowNanos) {
        boolean early = !lookNow && nowNanos - lookedNanos < Claims.LOOK.toNanos();
        if (early || share.entries() > 0) {
            return;
        }
        lookNow = false;
        lookedNanos = nowNanos;
        List<ClaimedEntry> taken = ports.store().claimReturned(most);
        if (taken.isEmpty()) {
            return;
        }
        lookNow = taken.size() == most;
        // Asked after they were taken, as for every claim.
        long lease = ports.store().lease();
        List<DeliveryTask> tasks = taken.stream().map(claimed -> new DeliveryTask(claimed, share, Optional.empty(), lease, nowNanos)).toList();
        tasks.forEach(task -> holdings.took(task, nowNanos));
        Thread.ofVirtual().name("returns").start(() -> settle(tasks));
    }

    private void settle(List<DeliveryTask> tasks) {
        // Whoever started this may belong to no application; what it calls does.
        Thread.currentThread().setContextClassLoader(Returns.class.getClassLoader());
        try {
            for (DeliveryTask task : tasks) {
                if (!settlements.awaitRoom()) {
                    // The node's lease ends with it, and frees what is left.
                    return;
                }
                settlements.add(task, settlement(task));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Never throws: the others must not be forgotten, nor this one. */
    private Settlement settlement(DeliveryTask task) {
        try {
            DeliveryAttempt attempt = new DeliveryAttempt(task, Departure.channel(ports.policy().current(), task.claimed().entry().route()), ports);
            return attempt.returned(task.claimed().entry().returnRequestedBy().orElseThrow());
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "message " + task.claimed().message().id() + " could not be returned", e);
            return DeliveryAttempt.postponed(task, DeliveryWorker.OWN_FAULT_WAIT, "not returned: " + e.getClass().getSimpleName());
        }
    }
}
