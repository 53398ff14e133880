package org.gatepost.ee.delivery;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

import org.gatepost.queue.QueueStore;
import org.gatepost.queue.RecipientState;
import org.gatepost.queue.Settlement;

/**
 * Gathers settlements and has them written together. What the store could not write is kept and tried again: alone, so that one it never takes holds
 * up no other. Safe for use by many threads; {@link #run()} is one thread's whole work.
 */
final class SettlementGroup implements Runnable {

    /** Settlements written in one transaction; as many again may gather meanwhile. */
    static final int SETTLEMENTS_MAX = 100;
    static final int WAITING_MAX = 2_000;
    /** Of them and those just being written, such as tell of a copy the next hop took: the contract's bound for duplicates after a crash. */
    static final int SENT_MAX = 200;
    static final long REPORT_OCTETS_MAX = 32L << 20;
    private static final Duration GATHER = Duration.ofMillis(20);
    private static final Duration RETRY_MIN = Duration.ofMillis(100);
    private static final Duration RETRY_MAX = Duration.ofSeconds(5);
    private static final Logger LOG = System.getLogger(SettlementGroup.class.getName());

    private final QueueStore store;
    private final Consumer<DeliveryTask> settled;
    private final Deque<Item> waiting = new ArrayDeque<>();
    private long reportOctets;
    private int sent;
    private boolean stopping;
    private boolean abandoned;
    private boolean busy;
    private Duration retry = RETRY_MIN;
    private boolean failing;

    private record Item(DeliveryTask task, Settlement settlement, boolean isSent, long reportOctets) {
        static Item of(DeliveryTask task, Settlement settlement) {
            return new Item(task, settlement, settlement.states().values().stream().anyMatch(RecipientState.Sent.class::isInstance),
                    settlement.reports().isEmpty() ? 0 : settlement.reports().stream().mapToLong(report -> report.content().size()).sum());
        }
    }

    /** @param settled told of each entry that is no longer this node's business */
    SettlementGroup(QueueStore store, Consumer<DeliveryTask> settled) {
        this.store = store;
        this.settled = settled;
    }

    /** Takes one; never waits. */
    synchronized void add(DeliveryTask task, Settlement settlement) {
        Item item = Item.of(task, settlement);
        waiting.add(item);
        reportOctets += item.reportOctets();
        sent += item.isSent() ? 1 : 0;
        // Only the writer can be waiting for that, and only for the first or for a whole group.
        if (waiting.size() == 1 || waiting.size() == SETTLEMENTS_MAX) {
            notifyAll();
        }
    }

    /** Forgets an entry that is not ours any longer, and writes nothing. */
    void drop(DeliveryTask task) {
        LOG.log(Level.INFO, "entry {0} is no longer held and was not tried; whoever has it tries it", task.claimed().entry().id());
        settled.accept(task);
    }

    /** Waits while too much is unwritten: attempts must not run ahead of the store. False once it stops. */
    synchronized boolean awaitRoom() throws InterruptedException {
        while (!stopping && (waiting.size() >= WAITING_MAX || sent >= SENT_MAX || reportOctets >= REPORT_OCTETS_MAX)) {
            wait();
        }
        return !stopping;
    }

    @Override
    public void run() {
        try {
            for (List<Item> group = next(); !group.isEmpty(); group = next()) {
                write(group);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes what is left, for as long as that; what is still not written then is done again by whoever claims it. */
    synchronized void drain(Duration atMost) throws InterruptedException {
        stopping = true;
        notifyAll();
        long deadline = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toMillis(); left > 0 && (busy || !waiting.isEmpty()); left = (deadline - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        abandoned = true;
        notifyAll();
        if (!waiting.isEmpty()) {
            LOG.log(Level.WARNING, "{0} settlements could not be written before the stop; those messages will be tried again", waiting.size());
        }
    }

    /** The next group; waits for one. Empty when it is over. */
    private synchronized List<Item> next() throws InterruptedException {
        busy = false;
        notifyAll();
        while (waiting.isEmpty() && !stopping) {
            wait();
        }
        gather();
        List<Item> group = new ArrayList<>();
        while (!abandoned && !waiting.isEmpty() && group.size() < SETTLEMENTS_MAX) {
            group.add(waiting.poll());
        }
        busy = !group.isEmpty();
        return group.isEmpty() && !stopping ? next() : group;
    }

    /** Nobody waits for a settlement but memory: the larger the group, the cheaper each. */
    private void gather() throws InterruptedException {
        long deadline = System.nanoTime() + GATHER.toNanos();
        for (long left = GATHER.toMillis(); !stopping && waiting.size() < SETTLEMENTS_MAX && left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    private void write(List<Item> group) throws InterruptedException {
        if (attempt(group)) {
            retry = RETRY_MIN;
            return;
        }
        List<Item> kept = new ArrayList<>();
        for (Item item : group) {
            // Once one fails alone the store is asked no more in this round: it may be down, and each question would wait.
            if (!kept.isEmpty() || !attempt(List.of(item))) {
                kept.add(item);
            }
        }
        if (!kept.isEmpty()) {
            putBack(kept);
        }
    }

    /** The one that failed goes last: should it be at fault itself, the others go before it. */
    private synchronized void putBack(List<Item> kept) throws InterruptedException {
        waiting.add(kept.removeFirst());
        for (Item item : kept.reversed()) {
            waiting.addFirst(item);
        }
        // To the end: what is added meanwhile wakes us, and must not make us ask a store that is away again and again.
        long deadline = System.nanoTime() + retry.toNanos();
        for (long left = retry.toMillis(); left > 0 && !abandoned; left = (deadline - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        retry = retry.multipliedBy(2).compareTo(RETRY_MAX) < 0 ? retry.multipliedBy(2) : RETRY_MAX;
    }

    private boolean attempt(List<Item> group) {
        try {
            List<Settlement> lost = store.settle(group.stream().map(Item::settlement).toList());
            for (Settlement settlement : lost) {
                // A filter brings copies back before it answers, and what came back has left the entry.
                LOG.log(settlement.entry().entry().route().onward().isPresent() ? Level.DEBUG : Level.WARNING, "entry {0} was no longer held when its attempt ended; whoever has it settles it", settlement.entry().entry().id());
            }
            failing = false;
        } catch (RuntimeException | Error e) {
            // Errors too: without this thread nothing is ever settled again. And once, not twenty times a minute, while the store is away.
            LOG.log(failing ? Level.DEBUG : Level.WARNING, "could not settle a group of {0}, will try again until it works: {1}", group.size(), e.toString());
            failing = true;
            return false;
        }
        forget(group);
        return true;
    }

    private void forget(List<Item> group) {
        synchronized (this) {
            for (Item item : group) {
                reportOctets -= item.reportOctets();
                sent -= item.isSent() ? 1 : 0;
            }
            notifyAll();
        }
        for (Item item : group) {
            item.settlement().reports().forEach(report -> report.content().close());
            settled.accept(item.task());
        }
    }
}
