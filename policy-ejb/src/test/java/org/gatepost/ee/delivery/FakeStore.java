package org.gatepost.ee.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.DueRoutes;
import org.gatepost.queue.QueueStore;
import org.gatepost.queue.Route;
import org.gatepost.queue.Settlement;

/** A queue in memory: gives what a test says is due, keeps what is settled and released. */
final class FakeStore implements QueueStore {

    private static final Comparator<Route> ORDER = Comparator.comparing(Route::toString);

    private final List<ClaimedEntry> due = new ArrayList<>();
    private final LinkedBlockingQueue<Settlement> settled = new LinkedBlockingQueue<>();
    private final List<UUID> released = new ArrayList<>();
    private final Set<UUID> held = new HashSet<>();
    private final List<Map<Route, Integer>> claims = new ArrayList<>();
    private int looks;
    private int failuresLeft;
    private int failures;
    private int errorsLeft;
    private long lease = 1;
    private Object refusedEntry = new Object();

    @Override
    public synchronized DueRoutes due(Optional<Route> after, int routesMax) {
        failWithError();
        looks++;
        List<Route> behind = due.stream().filter(claimed -> claimed.entry().returnRequestedBy().isEmpty()).map(claimed -> claimed.entry().route())
                .distinct().filter(route -> after.isEmpty() || ORDER.compare(route, after.get()) > 0)
                .sorted(ORDER).toList();
        List<Route> found = behind.subList(0, Math.min(routesMax, behind.size()));
        return new DueRoutes(found, found.size() < behind.size() ? Optional.of(found.getLast()) : Optional.empty());
    }

    @Override
    public synchronized List<ClaimedEntry> claim(Map<Route, Integer> most) {
        failWithError();
        claims.add(most);
        Map<Route, Integer> left = new HashMap<>(most);
        List<ClaimedEntry> taken = due.stream().filter(claimed -> claimed.entry().returnRequestedBy().isEmpty())
                .filter(claimed -> left.merge(claimed.entry().route(), -1, Integer::sum) >= 0).toList();
        due.removeAll(taken);
        return taken;
    }

    @Override
    public synchronized List<ClaimedEntry> claimReturned(int most) {
        failWithError();
        List<ClaimedEntry> taken = due.stream().filter(claimed -> claimed.entry().returnRequestedBy().isPresent()).limit(most).toList();
        due.removeAll(taken);
        return taken;
    }

    /** What was asked for, claim by claim. */
    synchronized List<Map<Route, Integer>> claims() {
        return List.copyOf(claims);
    }

    /** How often it was looked which routes have due entries. */
    synchronized int looks() {
        return looks;
    }

    /** Entries nobody took. */
    synchronized long left(Route route) {
        return due.stream().filter(claimed -> claimed.entry().route().equals(route)).count();
    }

    @Override
    public synchronized List<Settlement> settle(List<Settlement> group) {
        failWithError();
        if (failuresLeft > 0) {
            failuresLeft--;
            failures++;
            notifyAll();
            throw new IllegalStateException("store is down");
        }
        if (group.stream().anyMatch(each -> each.entry().entry().id().equals(refusedEntry))) {
            throw new IllegalStateException("constraint");
        }
        settled.addAll(group);
        return List.of();
    }

    @Override
    public synchronized long lease() {
        return lease;
    }

    /** As when the database says that it was silent for too long. */
    synchronized void loseLease() {
        lease++;
    }

    @Override
    public synchronized Set<UUID> held() {
        return Set.copyOf(held);
    }

    /** As if this node had taken it. */
    synchronized void hold(ClaimedEntry entry) {
        held.add(entry.entry().id());
    }

    @Override
    public synchronized void release(Collection<UUID> entries) {
        released.addAll(entries);
    }

    synchronized void due(ClaimedEntry entry) {
        due.add(entry);
    }

    synchronized void failNext(int times) {
        failuresLeft = times;
    }

    private void failWithError() {
        if (errorsLeft > 0) {
            errorsLeft--;
            throw new StackOverflowError("a bug");
        }
    }

    synchronized void failNextWithError(int times) {
        errorsLeft = times;
    }

    synchronized void awaitFailures(int count) throws InterruptedException {
        while (failures < count) {
            wait();
        }
    }

    synchronized void refuse(Object entryId) {
        refusedEntry = entryId;
    }

    synchronized List<UUID> released() {
        return List.copyOf(released);
    }

    /** The next so many settlements, as they come. */
    List<Settlement> next(int count) throws InterruptedException {
        List<Settlement> all = new ArrayList<>();
        while (all.size() < count) {
            Settlement settlement = settled.poll(20, TimeUnit.SECONDS);
            if (settlement == null) {
                throw new AssertionError("only " + all.size() + " of " + count + " settlements came: " + all);
            }
            all.add(settlement);
        }
        return all;
    }
}
