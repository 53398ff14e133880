package org.gatepost.ee.delivery;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/**
 * Lets acceptance go first while the processors are short. A sender waits for its 250, and a queue is there to even out a burst: so while many messages
 * come and the machine has no processor left, one delivery begins for each four messages that come. What has waited for its turn for a bounded time
 * waits no longer for this, so a load that stays is delivered as it comes, that much later. Safe for use by many threads.
 */
final class Precedence {

    /** While acceptance goes first, one delivery for so many messages. */
    static final int MESSAGES_A_DELIVERY = 4;
    /** Messages in one look ({@link Claims#LOOK}) that are many. */
    static final int MANY_MESSAGES_MIN = 25;

    private final long waitNanosMax;
    private final BooleanSupplier processorsShort;
    private final LongAdder came = new LongAdder();
    private final AtomicInteger turns = new AtomicInteger();
    private volatile boolean yields;

    /**
     * @param waitMax how long what waits its turn may be kept waiting; zero: never
     * @param processorsShort whether the processors are all in use: nothing is to be gained by waiting where there is some time to spare
     */
    Precedence(Duration waitMax, BooleanSupplier processorsShort) {
        waitNanosMax = waitMax.toNanos();
        this.processorsShort = processorsShort;
    }

    /** One more message is being accepted. */
    void came() {
        came.increment();
    }

    /** Looks how things are; called every {@link Claims#LOOK}. */
    void look() {
        long messages = came.sumThenReset();
        yields = waitNanosMax > 0 && messages >= MANY_MESSAGES_MIN && processorsShort.getAsBoolean();
        // Turns not taken are not kept: they would be taken all at once.
        turns.set((int) Math.min(messages / MESSAGES_A_DELIVERY, Integer.MAX_VALUE));
    }

    /** Whether deliveries are begun by turns now. */
    boolean yields() {
        return yields;
    }

    /** Whether the delivery of what has waited since then may begin; this takes a turn where one is needed. */
    boolean mayBegin(long sinceNanos, long nowNanos) {
        return isFree(sinceNanos, nowNanos) || turns.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    /** How many of those that wait may begin, the first of which waits since then. Takes no turn. */
    int mayBegin(int waiting, long sinceNanos, long nowNanos) {
        return isFree(sinceNanos, nowNanos) ? waiting : Math.min(waiting, turns.get());
    }

    private boolean isFree(long sinceNanos, long nowNanos) {
        return !yields || nowNanos - sinceNanos > waitNanosMax;
    }
}
