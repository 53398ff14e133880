package org.gatepost.ee.delivery;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.gatepost.mail.QueueId;
import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.FreshEntries;
import org.gatepost.queue.QueueEntry;
import org.gatepost.queue.Route;

/**
 * Delivery on one node, without the container: gives fresh and claimed entries to their destinations, keeps them going, and stops without losing
 * any. Safe for use by many threads.
 */
public final class Dispatcher implements FreshEntries {

    /** How often it is looked for room while entries wait in the store. */
    private static final Duration ROOM_LOOK = Duration.ofMillis(50);
    /** A content up to this is read together with others when its entry is claimed. */
    static final int SMALL_OCTETS_MAX = 64 << 10;
    private static final Duration FORGOTTEN_EVERY = Duration.ofMinutes(1);
    private static final Logger LOG = System.getLogger(Dispatcher.class.getName());

    private final DeliveryPorts ports;
    private final DeliveryLimits limits;
    private final Holdings holdings;
    private final Pools pools = new Pools();
    private final Groups groups = new Groups();
    private final Precedence precedence;
    private final SettlementGroup settlements;
    private final Map<Route, Destination> destinations = new ConcurrentHashMap<>();
    private final Claims claims;
    private final Returns returns;
    private final Object bell = new Object();
    private final Object stopped = new Object();
    private boolean rung;
    private long lookedForForgotten = System.nanoTime();
    private Set<UUID> unknownBefore = Set.of();
    private volatile boolean stopping;

    public Dispatcher(DeliveryPorts ports, DeliveryLimits limits) {
        this.ports = ports;
        this.limits = limits;
        this.holdings = new Holdings(limits);
        this.precedence = new Precedence(limits.yield(), ports.processorsShort());
        this.settlements = new SettlementGroup(ports.store(), holdings::gave);
        this.claims = new Claims(ports.store(), limits.claimMax(), this::room);
        this.returns = new Returns(ports, limits, holdings, settlements);
    }

    @Override
    public boolean hasRoom(Collection<QueueEntry> entries) {
        precedence.came();
        if (stopping || holdings.free() == 0 || holdings.freeOctets() == 0) {
            return false;
        }
        long now = System.nanoTime();
        for (QueueEntry entry : entries) {
            Destination known = destinations.get(entry.route());
            if (known != null && !known.hasRoomForNew(claims.isBehind(entry.route()), now)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void offer(List<ClaimedEntry> entries, Optional<byte[]> content) {
        take(entries, content.map(octets -> Map.of(entries.getFirst().message().id(), holdings.fresh(octets, entries.size()))).orElse(Map.of()));
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
        returns.lookNow();
        claims.lookNow();
        destinations.values().forEach(Destination::wakeUp);
        ring();
    }

    /** The same for one destination alone. */
    public void wakeUp(Route route) {
        claims.lookNow();
        Optional.ofNullable(destinations.get(route)).ifPresent(Destination::wakeUp);
        ring();
    }

    /** Claims due entries until {@link #stop()}: one thread's whole work. */
    public void runClaims() {
        try {
            while (!stopping) {
                awaitBell(round());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Claims once; true where more may be due. Whatever goes wrong, delivery must go on. */
    private boolean round() {
        try {
            if (holdings.isShort()) {
                releaseSurplusOfStalled();
            }
            boolean more = claim();
            returns.claim(System.nanoTime());
            if (System.nanoTime() - lookedForForgotten > FORGOTTEN_EVERY.toNanos()) {
                lookedForForgotten = System.nanoTime();
                releaseForgotten();
            }
            return more;
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "a round of claims failed, the next follows", e);
            return false;
        }
    }

    /** Looks after the destinations until {@link #stop()}: one thread's whole work, which waits for nobody and so ends every wait that lasts too long. */
    public void runWatch() {
        try {
            while (!stopping) {
                watch();
                synchronized (stopped) {
                    stopped.wait(Claims.LOOK.toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look: whether acceptance goes first, and after each destination. */
    void watch() {
        try {
            precedence.look();
            destinations.values().forEach(Destination::tick);
            destinations.keySet().forEach(route -> destinations.computeIfPresent(route, (key, known) -> known.isForgotten() ? null : known));
            groups.forgetUnused(System.nanoTime());
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "looking after the destinations failed, the next look follows", e);
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
        synchronized (stopped) {
            stopped.notifyAll();
        }
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

    /**
     * Gives the store back what waits for destinations where nothing moves, as when our own line is down, so that all of them together keep a quarter of
     * the memory at most and the others go on. One update for all; they are claimed again as there is room.
     */
    private void releaseSurplusOfStalled() {
        int kept = Math.clamp(limits.entriesMax() / 4 / Math.max(1, destinations.size()), 1, limits.entriesPerDeadDestinationMax());
        for (Destination destination : destinations.values()) {
            List<DeliveryTask> surplus = destination.takeSurplusOfStalled(kept, System.nanoTime());
            if (surplus.isEmpty()) {
                continue;
            }
            try {
                ports.store().release(surplus.stream().map(task -> task.claimed().entry().id()).toList());
            } catch (RuntimeException e) {
                surplus.reversed().forEach(destination::putBack);
                throw e;
            }
            surplus.forEach(holdings::released);
        }
    }

    /** True where there may be more. */
    private boolean claim() {
        Claims.Claimed claimed = claims.claim(System.nanoTime());
        if (!claimed.entries().isEmpty()) {
            take(claimed.entries(), contents(claimed.entries()));
        }
        return claimed.more();
    }

    private int room(Route route) {
        Destination known = destinations.get(route);
        // Little by little would cost a claim for each entry that was settled.
        int room = known == null ? holdings.free() : known.room(System.nanoTime());
        return known != null && room < limits.claimMax() && room < known.share().entries() ? 0 : room;
    }

    /** The small contents among those claimed, read at once; the others are read when they are sent. */
    private Map<QueueId, Holdings.Fresh> contents(List<ClaimedEntry> entries) {
        long left = holdings.freeOctets() / 2;
        Map<QueueId, Integer> uses = new HashMap<>();
        for (ClaimedEntry claimed : entries) {
            long octets = claimed.message().contentOctets();
            if (octets <= SMALL_OCTETS_MAX && octets <= left) {
                left -= octets;
                uses.merge(claimed.message().id(), 1, Integer::sum);
            }
        }
        try {
            Map<QueueId, Holdings.Fresh> found = new HashMap<>();
            ports.contents().readSmall(uses.keySet()).forEach((id, octets) -> found.put(id, holdings.fresh(octets, uses.get(id))));
            return found;
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "contents were not read with the claim, each is read when it is sent", e);
            return Map.of();
        }
    }

    private void take(List<ClaimedEntry> entries, Map<QueueId, Holdings.Fresh> contents) {
        long now = System.nanoTime();
        // Asked after they were taken: one lost in between is then tried twice at worst, and never kept for ever.
        long lease = ports.store().lease();
        Map<Route, List<ClaimedEntry>> byRoute = new HashMap<>();
        entries.forEach(claimed -> byRoute.computeIfAbsent(claimed.entry().route(), route -> new ArrayList<>()).add(claimed));
        byRoute.forEach((route, claimed) -> destinations.compute(route, (key, known) -> {
            Destination destination = known == null ? new Destination(route, limits, new Share(limits, holdings), new Destination.Neighbours(precedence, pools, groups), ports, settlements) : known;
            if (stopping && known == null) {
                // One that is made only now was not there to be stopped.
                destination.stop();
            }
            List<DeliveryTask> tasks = claimed.stream()
                    .map(each -> new DeliveryTask(each, destination.share(), Optional.ofNullable(contents.get(each.message().id())), lease, now)).toList();
            tasks.forEach(task -> holdings.took(task, now));
            destination.add(tasks);
            return destination;
        }));
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
                bell.wait((claims.isBehind() ? ROOM_LOOK : Claims.LOOK).toMillis());
            }
            rung = false;
        }
    }
}
