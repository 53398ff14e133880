package org.gatepost.ee.delivery;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.DueRoutes;
import org.gatepost.queue.QueueStore;
import org.gatepost.queue.Route;

/**
 * What is claimed, and for whom: looks which routes have due entries in the store, and claims for those of them that have room, an equal part for each.
 * So a backlog of one hides no other's, and what cannot be tried now (a dead next hop, a full share) stays untouched where it lies. For one thread; only
 * {@link #isBehind} and {@link #lookNow()} are for all.
 */
final class Claims {

    /** How often the store is asked which routes have due entries. */
    static final Duration LOOK = Duration.ofMillis(250);
    /** Looks at many routes are made more seldom, so that they take no more than one part in so many of the time, of a thread and of the database. */
    static final int LOOK_PART = 20;
    static final Duration LOOK_MAX = Duration.ofSeconds(1);
    /** Routes looked at at once; where there are more, the next look goes on behind them. */
    static final int ROUTES_A_LOOK = 1_000;
    private static final Logger LOG = System.getLogger(Claims.class.getName());

    private final QueueStore store;
    private final int claimMax;
    private final ToIntFunction<Route> room;
    private final LongSupplier nanos;
    /** Routes with due entries in the store, as far as is known; that which was served last comes last. */
    private final Set<Route> behind = ConcurrentHashMap.newKeySet();
    private final List<Route> turns = new ArrayList<>();
    private Optional<Route> continueAfter = Optional.empty();
    private volatile boolean lookNow = true;
    private long lookedNanos;
    private long nextLookNanos = LOOK.toNanos();
    private boolean failing;

    /**
     * What a claim brought.
     *
     * @param more whether another should follow at once
     */
    record Claimed(List<ClaimedEntry> entries, boolean more) {
        static final Claimed NOTHING = new Claimed(List.of(), false);
    }

    /** @param room how many entries may be claimed for a route now */
    Claims(QueueStore store, int claimMax, ToIntFunction<Route> room) {
        this(store, claimMax, room, System::nanoTime);
    }

    /** @param nanos by which a look is timed */
    Claims(QueueStore store, int claimMax, ToIntFunction<Route> room, LongSupplier nanos) {
        this.store = store;
        this.nanos = nanos;
        this.claimMax = claimMax;
        this.room = room;
    }

    /** Whether entries of that route wait in the store that are due, as far as is known. */
    boolean isBehind(Route route) {
        return behind.contains(route);
    }

    /** Whether there is something to claim as soon as there is room. */
    boolean isBehind() {
        return !behind.isEmpty();
    }

    /** The next claim looks at the store whatever the time. */
    void lookNow() {
        lookNow = true;
    }

    /** Claims what may be claimed now. Where the store is away, nothing. */
    Claimed claim(long nowNanos) {
        try {
            if (lookNow || nowNanos - lookedNanos >= nextLookNanos) {
                look(nowNanos);
            }
            Map<Route, Integer> wanted = wanted();
            List<ClaimedEntry> taken = wanted.isEmpty() ? List.of() : store.claim(wanted);
            failing = false;
            return new Claimed(taken, served(wanted, taken));
        } catch (RuntimeException e) {
            // Once, not four times a second, while the store is away.
            LOG.log(failing ? Level.DEBUG : Level.WARNING, "could not claim due entries, will try again until it works: {0}", e.toString());
            failing = true;
            return Claimed.NOTHING;
        }
    }

    private void look(long nowNanos) {
        lookedNanos = nowNanos;
        lookNow = false;
        long begun = nanos.getAsLong();
        DueRoutes found = store.due(continueAfter, ROUTES_A_LOOK);
        nextLookNanos = Math.clamp((nanos.getAsLong() - begun) * LOOK_PART, LOOK.toNanos(), LOOK_MAX.toNanos());
        continueAfter = found.continueAfter();
        for (Route route : found.routes()) {
            if (behind.add(route)) {
                turns.add(route);
            }
        }
    }

    /** How many for which route: equal parts of a claim, in turn where there are more routes than entries in a claim. */
    private Map<Route, Integer> wanted() {
        Map<Route, Integer> rooms = new LinkedHashMap<>();
        for (Route route : turns) {
            int max = rooms.size() < claimMax ? room.applyAsInt(route) : 0;
            if (max > 0) {
                rooms.put(route, max);
            }
        }
        int part = rooms.isEmpty() ? 0 : claimMax / rooms.size();
        rooms.replaceAll((route, max) -> Math.min(max, part));
        return rooms;
    }

    /** Those that gave less than was asked have no more; the others go to the end. True where one of them has more, and had its whole part. */
    private boolean served(Map<Route, Integer> wanted, List<ClaimedEntry> taken) {
        Map<Route, Integer> given = new HashMap<>();
        taken.forEach(claimed -> given.merge(claimed.entry().route(), 1, Integer::sum));
        List<Route> again = new ArrayList<>();
        for (Iterator<Route> each = turns.iterator(); each.hasNext();) {
            Route route = each.next();
            if (wanted.containsKey(route)) {
                each.remove();
                if (given.getOrDefault(route, 0) < wanted.get(route)) {
                    behind.remove(route);
                } else {
                    again.add(route);
                }
            }
        }
        turns.addAll(again);
        return !again.isEmpty();
    }
}
