package org.gatepost.ee.delivery;

import java.time.Duration;

/**
 * How much a node's delivery takes on.
 *
 * @param entriesMax entries in memory, those being settled included
 * @param entriesPerDestinationMax of one destination; what is more goes back to the store for a moment, so that no destination fills the memory
 * @param entriesPerDeadDestinationMax the same while it cannot be reached
 * @param freshOctetsMax content kept from acceptance
 * @param claimMax entries claimed at once
 * @param transactionsPerConnectionMax messages over one connection
 * @param idle how long a connection without work is kept
 * @param stopping how long attempts under way may take when the node stops
 */
public record DeliveryLimits(int entriesMax, int entriesPerDestinationMax, int entriesPerDeadDestinationMax, long freshOctetsMax, int claimMax,
        int transactionsPerConnectionMax, Duration idle, Duration stopping) {

    /** 5,000 entries, 2,000 to one destination, 100 to a dead one; 64 MiB of fresh content; 200 a claim; 500 a connection; 10 s idle; 10 s to stop. */
    public static final DeliveryLimits DEFAULT = new DeliveryLimits(5_000, 2_000, 100, 64L << 20, 200, 500, Duration.ofSeconds(10), Duration.ofSeconds(10));
}
