package org.gatepost.ee.tables;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import org.gatepost.ee.trace.TraceRing;
import org.gatepost.gate.Assembly;
import org.gatepost.gate.PolicySnapshot;
import org.gatepost.mapping.access.LogAction;
import org.gatepost.trace.TraceEvent;

/**
 * Has the mapping table LOG_ACTION asked about each event of the trace, behind everything else: on a thread of its own, from a queue that nobody waits for. What it cannot
 * keep up with is dropped and counted. Where a policy has no such table nothing is queued. Safe for use by many threads.
 */
@ApplicationScoped
public class TableActions {

    /** Events that wait for the table. */
    static final int EVENTS_MAX = 4_096;
    private static final Logger LOG = Logger.getLogger(TableActions.class.getName());

    private final ArrayBlockingQueue<TraceEvent> waiting = new ArrayBlockingQueue<>(EVENTS_MAX);
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicBoolean begun = new AtomicBoolean();
    private final Consumer<TraceEvent> action;
    private final TraceRing ring;
    private volatile Thread thread;

    /** For the container's proxy. */
    protected TableActions() {
        this.action = null;
        this.ring = null;
    }

    @Inject
    TableActions(Assembly assembly, TraceRing ring) {
        this(assembly.logActions()::act, ring);
    }

    TableActions(Consumer<TraceEvent> action, TraceRing ring) {
        this.action = action;
        this.ring = ring;
    }

    void policyTakenUp(@Observes PolicySnapshot snapshot) {
        if (!snapshot.mappings().has(LogAction.TABLE)) {
            ring.telling(event -> { });
            return;
        }
        if (begun.compareAndSet(false, true)) {
            thread = Thread.ofVirtual().name("log-action").start(this::run);
        }
        ring.telling(this::offer);
    }

    @PreDestroy
    void end() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    /** Never waits. */
    void offer(TraceEvent event) {
        if (!waiting.offer(event) && dropped.getAndIncrement() == 0) {
            LOG.log(Level.WARNING, "LOG_ACTION cannot keep up: of what happens from now on some is not told to the table");
        }
    }

    /** How many events the table was not asked about since the start. */
    long dropped() {
        return dropped.get();
    }

    private void run() {
        try {
            while (true) {
                take(waiting.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(TraceEvent event) {
        try {
            action.accept(event);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "LOG_ACTION", e);
        }
    }
}
