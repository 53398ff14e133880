package org.gatepost.ee.delivery;

import java.util.HashMap;
import java.util.Map;

import org.gatepost.channel.QueueKeywords.Pool;

/**
 * The connections that channels of one pool share on this node. Who holds one gives it up after a message where another destination of the pool waits
 * for it. Safe for use by many threads.
 */
final class Pools {

    private final Map<String, Integer> inUse = new HashMap<>();
    private final Map<String, Integer> refused = new HashMap<>();

    /** Takes a place in the pool, where there is one. */
    synchronized boolean enter(Pool pool) {
        int used = inUse.getOrDefault(pool.name(), 0);
        if (used >= pool.jobsMax()) {
            refused.merge(pool.name(), 1, Integer::sum);
            return false;
        }
        inUse.put(pool.name(), used + 1);
        return true;
    }

    /** Gives a place back. */
    synchronized void leave(Pool pool) {
        inUse.merge(pool.name(), -1, (used, one) -> used + one == 0 ? null : used + one);
    }

    /** Whether somebody asked for a place in vain; each refusal makes one who has a place give it up. */
    synchronized boolean isWanted(Pool pool) {
        int wanted = refused.getOrDefault(pool.name(), 0);
        refused.remove(pool.name());
        return wanted > 0;
    }

    synchronized int inUse(String pool) {
        return inUse.getOrDefault(pool, 0);
    }
}
