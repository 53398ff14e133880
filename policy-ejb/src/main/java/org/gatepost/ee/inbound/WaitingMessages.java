package org.gatepost.ee.inbound;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Messages that wait for a writer, in the order they came, and how they are taken in groups. A transaction costs the database as much as a dozen
 * messages do, so while many come a writer waits a moment for its group to grow, and longer where the processors are short and that cost delays all; a
 * message that comes alone never waits. Safe for use by many threads.
 */
final class WaitingMessages {

    /** Messages that may wait; beyond it 451 4.3.2. */
    static final int MESSAGES_MAX = 4_000;
    /** Octets of content that may wait; beyond it 451 4.3.2. */
    static final long OCTETS_MAX = 64L << 20;
    /** Messages in a group. */
    static final int GROUP_MESSAGES_MAX = 64;
    /** Octets of content in a group; a single message may be all of it. */
    static final long GROUP_OCTETS_MAX = 4L << 20;

    /** A group that had so many tells that many come. */
    static final int DENSE_MESSAGES_MIN = 4;
    /** So many are worth a transaction: nobody waits for more. */
    static final int WORTHWHILE_MESSAGES_MIN = 32;
    /** How long a writer waits for its group to grow. */
    static final Duration GATHER_MAX = Duration.ofMillis(2);
    /** The same where the processors are short. */
    static final Duration GATHER_SHORT_MAX = Duration.ofMillis(8);

    private final LongSupplier gatherNanosMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition came = lock.newCondition();
    private final Condition worthwhile = lock.newCondition();
    private final ArrayDeque<WaitingMessage> waiting = new ArrayDeque<>();
    private long octets;
    private int lastGroup;
    private boolean gathering;
    private boolean closed;

    WaitingMessages(BooleanSupplier processorsShort) {
        this(() -> (processorsShort.getAsBoolean() ? GATHER_SHORT_MAX : GATHER_MAX).toNanos());
    }

    WaitingMessages(LongSupplier gatherNanosMax) {
        this.gatherNanosMax = gatherNanosMax;
    }

    /** False where there is no room, or no writer any longer. */
    boolean offer(WaitingMessage message) {
        lock.lock();
        try {
            if (closed || waiting.size() >= MESSAGES_MAX || octets + message.octets() > OCTETS_MAX) {
                return false;
            }
            waiting.add(message);
            octets += message.octets();
            if (!gathering) {
                came.signal();
            } else if (isWorthwhile()) {
                worthwhile.signal();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for messages and takes those that have gathered; empty only when closed and nothing is left. */
    List<WaitingMessage> takeGroup() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            List<WaitingMessage> group = new ArrayList<>();
            while (group.isEmpty()) {
                while (waiting.isEmpty() || gathering) {
                    if (closed && waiting.isEmpty()) {
                        return group;
                    }
                    came.await();
                }
                gather();
                fill(group);
            }
            lastGroup = group.size();
            return group;
        } finally {
            came.signal();
            lock.unlock();
        }
    }

    private void gather() throws InterruptedException {
        if (lastGroup < DENSE_MESSAGES_MIN) {
            return;
        }
        gathering = true;
        try {
            for (long left = gatherNanosMax.getAsLong(); left > 0 && !closed && !isWorthwhile();) {
                left = worthwhile.awaitNanos(left);
            }
        } finally {
            gathering = false;
        }
    }

    private boolean isWorthwhile() {
        return waiting.size() >= WORTHWHILE_MESSAGES_MIN || octets >= GROUP_OCTETS_MAX;
    }

    private void fill(List<WaitingMessage> group) {
        long taken = 0;
        while (!waiting.isEmpty() && group.size() < GROUP_MESSAGES_MAX) {
            WaitingMessage next = waiting.peek();
            if (!group.isEmpty() && taken + next.octets() > GROUP_OCTETS_MAX) {
                return;
            }
            waiting.remove();
            octets -= next.octets();
            if (next.joinGroup()) {
                group.add(next);
                taken += next.octets();
            }
        }
    }

    /** Takes out, and withdraws, what came before that moment of {@link System#nanoTime()} and was taken by no writer. */
    List<WaitingMessage> withdrawOverdue(long beforeNanos) {
        lock.lock();
        try {
            List<WaitingMessage> overdue = new ArrayList<>();
            while (!waiting.isEmpty() && waiting.peek().sinceNanos() - beforeNanos < 0) {
                WaitingMessage late = waiting.remove();
                octets -= late.octets();
                if (late.withdraw()) {
                    overdue.add(late);
                }
            }
            return overdue;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more is taken in; what waits is still handed out. */
    void close() {
        lock.lock();
        try {
            closed = true;
            came.signalAll();
            worthwhile.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
