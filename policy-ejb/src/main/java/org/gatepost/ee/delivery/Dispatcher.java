package org.gatepost.ee.delivery;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.FreshEntries;
import org.gatepost.queue.Route;

/**
 * Delivery on one node, without the container: gives fresh and claimed entries to their destinations, keeps them going, and stops without losing
 * any. Safe for use by many threads.
 */
public final class Dispatcher implements FreshEntries {

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration FORGOTTEN_EVERY = Duration.ofMinutes(1);
    private static final Logger LOG = System.getLogger(Dispatcher.class.getName());

    private final DeliveryPorts ports;
    private final DeliveryLimits limits;
    private final Holdings holdings;
    private final SettlementGroup settlements;
    private final Map<Route, Destination> destinations = new ConcurrentHashMap<>();
    private final Object bell = new Object();
    private boolean rung;
    private boolean claimsFail;
    private long lookedForForgotten = System.nanoTime();
    private Set<UUID> unknownBefore = Set.of();
    private volatile boolean stopping;

    public Dispatcher(DeliveryPorts ports, DeliveryLimits limits) {
        this.ports = ports;
        this.limits = limits;
        this.holdings = new Holdings(limits);
        this.settlements = new SettlementGroup(ports.store(), holdings::gave);
    }

    @Override
    public boolean hasRoom() {
        return !stopping && holdings.room() > 0;
    }

    @Override
    public void offer(List<ClaimedEntry> entries, Optional<byte[]> content) {
        Optional<Holdings.Fresh> fresh = content.map(octets -> holdings.fresh(octets, entries.size()));
        take(entries, fresh);
    }

    /** How each destination goes. */
    public List<DestinationView> destinations() {
        return destinations.values().stream().map(Destination::view).toList();
    }

    /** Entries in memory, those being settled included. */
    public int entries() {
        return holdings.entries();
    }

    /** Puts back, for some seconds, those of these entries that no attempt has begun for: somebody wants to change them. */
    public void giveBack(Set<UUID> entries) {
        destinations.values().forEach(destination -> destination.giveBack(entries));
    }

    /** Claims what is due, and tries what waits for a destination to come back, at once. */
    public void wakeUp() {
        destinations.values().forEach(Destination::wakeUp);
        ring();
    }

    /** Claims due entries and keeps the destinations going until {@link #stop()}: one thread's whole work. */
    public void runClaims() {
        try {
            while (!stopping) {
                awaitBell(round());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Claims and looks after the destinations once; true where more may be due. Whatever goes wrong, delivery must go on. */
    private boolean round() {
        try {
            boolean more = claim();
            if (System.nanoTime() - lookedForForgotten > FORGOTTEN_EVERY.toNanos()) {
                lookedForForgotten = System.nanoTime();
                releaseForgotten();
            }
            destinations.values().forEach(Destination::tick);
            destinations.keySet().forEach(route -> destinations.computeIfPresent(route, (key, known) -> known.isForgotten() ? null : known));
            return more;
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "a round of claims failed, the next follows", e);
            return false;
        }
    }

    /**
     * Gives back what this node holds in the store and does not know: committed entries that nobody handed on, because the outcome of their commit could
     * not be told in time or because of a bug. They would stay leased as long as the node lives. Only what was unknown the last time as well is meant,
     * for between a commit and {@link #offer} there is a moment.
     */
    void releaseForgotten() {
        Set<UUID> unknown = ports.store().held().stream().filter(id -> !holdings.has(id)).collect(Collectors.toSet());
        List<UUID> forgotten = unknown.stream().filter(unknownBefore::contains).toList();
        if (!forgotten.isEmpty()) {
            LOG.log(Level.WARNING, "{0} entries were held and known to nobody; they are free again", forgotten.size());
            ports.store().release(forgotten);
        }
        unknownBefore = unknown;
    }

    /** Writes settlements until {@link #stop()}: another thread's whole work. */
    public void runSettlements() {
        settlements.run();
    }

    /**
     * Begins nothing more, gives attempts under way their time, releases what was not begun, writes what was settled. Returns when that is done, at
     * the latest after twice the time the limits give. An attempt broken off is a temporary failure.
     */
    public void stop() {
        stopping = true;
        ring();
        try {
            List<UUID> left = stopDestinations();
            settlements.drain(limits.stopping());
            if (!left.isEmpty()) {
                ports.store().release(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "could not release what was not begun; it is claimed again when this node starts", e);
        }
    }

    private List<UUID> stopDestinations() throws InterruptedException {
        List<UUID> left = new ArrayList<>();
        for (Destination destination : destinations.values()) {
            destination.stop().forEach(task -> left.add(task.claimed().entry().id()));
        }
        long deadline = System.nanoTime() + limits.stopping().toNanos();
        boolean aborted = false;
        while (destinations.values().stream().anyMatch(Destination::isAtWork)) {
            if (System.nanoTime() - deadline > 0 && !aborted) {
                destinations.values().forEach(Destination::abort);
                aborted = true;
            } else if (System.nanoTime() - deadline > Duration.ofSeconds(1).toNanos()) {
                break;
            }
            Thread.sleep(Duration.ofMillis(20));
        }
        return left;
    }

    /** True where as many were due as were asked for, and all found a place: there may be more. */
    private boolean claim() {
        int max = Math.min(limits.claimMax(), holdings.room());
        if (max == 0) {
            return false;
        }
        try {
            List<ClaimedEntry> due = ports.store().claim(max);
            claimsFail = false;
            int surplus = take(due, Optional.empty());
            return due.size() == max && surplus == 0;
        } catch (RuntimeException e) {
            // Once, not four times a second, while the store is away.
            LOG.log(claimsFail ? Level.DEBUG : Level.WARNING, "could not claim due entries, will try again until it works: {0}", e.toString());
            claimsFail = true;
            return false;
        }
    }

    /** Returns how many had no place at their destination. */
    private int take(List<ClaimedEntry> entries, Optional<Holdings.Fresh> fresh) {
        long now = System.nanoTime();
        // Asked after they were taken: one lost in between is then tried twice at worst, and never kept for ever.
        long lease = ports.store().lease();
        holdings.took(entries);
        Map<Route, List<DeliveryTask>> byRoute = entries.stream().map(entry -> new DeliveryTask(entry, fresh, lease, now))
                .collect(Collectors.groupingBy(task -> task.claimed().entry().route()));
        AtomicInteger surplus = new AtomicInteger();
        byRoute.forEach((route, tasks) -> destinations.compute(route, (key, known) -> {
            Destination destination = known == null ? new Destination(route, limits, ports, settlements) : known;
            if (stopping && known == null) {
                // One that is made only now was not there to be stopped.
                destination.stop();
            }
            surplus.addAndGet(destination.add(tasks));
            return destination;
        }));
        return surplus.get();
    }

    private void ring() {
        synchronized (bell) {
            rung = true;
            bell.notifyAll();
        }
    }

    private void awaitBell(boolean more) throws InterruptedException {
        synchronized (bell) {
            if (!rung && !more) {
                bell.wait(LOOK.toMillis());
            }
            rung = false;
        }
    }
}
