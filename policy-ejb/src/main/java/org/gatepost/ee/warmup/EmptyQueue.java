package org.gatepost.ee.warmup;

import org.gatepost.queue.Backlog;

/** A queue with room for everything: what is rehearsed is never in it. */
record EmptyQueue() implements Backlog {

    @Override
    public long entries() {
        return 0;
    }

    @Override
    public long entriesMax() {
        return Long.MAX_VALUE;
    }
}
