package org.gatepost.adapter.grid;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import com.hazelcast.config.EvictionConfig;
import com.hazelcast.config.EvictionPolicy;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MaxSizePolicy;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;

import org.gatepost.stage.Match;
import org.gatepost.throttle.LedgerEntry;
import org.gatepost.throttle.ThrottleLedger;
import org.gatepost.throttle.ThrottleTable;

/**
 * Counters that all nodes share, in Payara's data grid. A grid that fails or says nothing in time is not asked for a while, so that sessions do not wait for it
 * one after the other. Safe for use by many threads.
 */
public final class GridLedger implements ThrottleLedger {

    /** An answer later than that is none. */
    static final Duration ANSWER = Duration.ofMillis(500);
    /** For how long a grid is left alone after that. */
    static final Duration REST = Duration.ofSeconds(2);
    /** How long threads of this node wait for their turn at a key and try; less than {@link #ANSWER}, so that a crowd at one key is not taken for a grid that fails. */
    static final Duration TURN = Duration.ofMillis(400);
    private static final int STRIPES = 64;

    private final Supplier<HazelcastInstance> grid;
    private final Executor threads;
    private final InstantSource clock;
    private final Duration turn;
    private final Map<String, IMap<String, String>> maps = new ConcurrentHashMap<>();
    /** Threads of this node that want the same key come one after the other, and do not spoil each other's comparison. */
    private final Lock[] stripes = IntStream.range(0, STRIPES).mapToObj(i -> new ReentrantLock()).toArray(Lock[]::new);
    private volatile Instant rests = Instant.MIN;

    /**
     * Joins nothing: the grid is asked for at the first change.
     *
     * @param grid may throw while there is none
     * @param threads runs each task at once, on a thread of its own
     * @param clock only goes forward
     */
    public GridLedger(Supplier<HazelcastInstance> grid, Executor threads, InstantSource clock) {
        this(grid, threads, clock, TURN);
    }

    GridLedger(Supplier<HazelcastInstance> grid, Executor threads, InstantSource clock, Duration turn) {
        this.grid = grid;
        this.threads = threads;
        this.clock = clock;
        this.turn = turn;
    }

    @Override
    public Match<Changed> change(ThrottleTable table, String key, Function<Optional<LedgerEntry>, Optional<LedgerEntry>> change) {
        if (clock.instant().isBefore(rests)) {
            return new Match.Unavailable<>("the data grid has just failed, and is left alone for " + REST.toSeconds() + " s");
        }
        long until = System.nanoTime() + turn.toNanos();
        try {
            IMap<String, String> map = map(table);
            return CompletableFuture.supplyAsync(() -> changed(map, key, change, until), threads).get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return failed("the data grid has not answered within " + ANSWER.toMillis() + " ms");
        } catch (ExecutionException e) {
            return failed("the data grid failed: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Match.Unavailable<>("interrupted");
        } catch (RuntimeException e) {
            return failed("there is no data grid: " + e.getMessage());
        }
    }

    private Match<Changed> failed(String why) {
        rests = clock.instant().plus(REST);
        // It may be another grid that comes back.
        maps.clear();
        return new Match.Unavailable<>(why);
    }

    private Match<Changed> changed(IMap<String, String> map, String key, Function<Optional<LedgerEntry>, Optional<LedgerEntry>> change, long until) {
        Lock stripe = stripes[Math.floorMod(key.hashCode(), STRIPES)];
        try {
            if (!stripe.tryLock(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return new Match.Unavailable<>("too many want this entry at once");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Match.Unavailable<>("interrupted");
        }
        try {
            while (System.nanoTime() - until < 0) {
                String found = map.get(key);
                Optional<LedgerEntry> before = Optional.ofNullable(found).flatMap(EntryText::read);
                Optional<LedgerEntry> after = change.apply(before);
                if (replaced(map, key, Optional.ofNullable(found), after.map(EntryText::of))) {
                    return new Match.Found<>(new Changed(before, after));
                }
            }
            return new Match.Unavailable<>("others change this entry all the time");
        } finally {
            stripe.unlock();
        }
    }

    /** Whether it was done: nobody else has changed the entry meanwhile. */
    private static boolean replaced(IMap<String, String> map, String key, Optional<String> found, Optional<String> wanted) {
        if (found.equals(wanted)) {
            return true;
        }
        if (found.isEmpty()) {
            return map.putIfAbsent(key, wanted.orElseThrow()) == null;
        }
        return wanted.isPresent() ? map.replace(key, found.get(), wanted.get()) : map.remove(key, found.get());
    }

    /** What bounds a map is part of its name: another bound is another map, and nodes with different policies do not quarrel about one's settings. */
    private IMap<String, String> map(ThrottleTable table) {
        long idle = table.forgottenAfter().map(Duration::toSeconds).orElse(0L);
        String name = "gatepost.throttle." + table.name() + "." + table.entriesMax() + "." + idle;
        return maps.computeIfAbsent(name, unknown -> {
            HazelcastInstance there = grid.get();
            there.getConfig().addMapConfig(new MapConfig(name).setMaxIdleSeconds((int) idle).setEvictionConfig(
                    new EvictionConfig().setEvictionPolicy(EvictionPolicy.LRU).setMaxSizePolicy(MaxSizePolicy.PER_NODE).setSize(table.entriesMax())));
            return there.getMap(name);
        });
    }
}
