package org.gatepost.ee.delivery;

import java.time.Duration;

/**
 * How much a node's delivery takes on.
 *
 * @param entriesMax entries in memory, those being settled included; one of many recipients counts for several, {@link Holdings#places}
 * @param entriesPerDestinationMax of one destination; {@link Share} says when it is less
 * @param entriesPerDeadDestinationMax the same while it cannot be reached; so many share the failure of one probe
 * @param freshOctetsMax content kept in memory, from acceptance or read with a claim
 * @param claimMax entries claimed at once
 * @param transactionsPerConnectionMax messages over one connection
 * @param idle how long a connection without work is kept
 * @param yield how long what could be delivered waits at most because acceptance goes first, {@link Precedence}
 * @param stopping how long attempts under way may take when the node stops
 */
public record DeliveryLimits(int entriesMax, int entriesPerDestinationMax, int entriesPerDeadDestinationMax, long freshOctetsMax, int claimMax,
        int transactionsPerConnectionMax, Duration idle, Duration yield, Duration stopping) {

    /** 20,000 entries, 10,000 to one destination, 100 to a dead one; 128 MiB of content; 500 a claim; 500 a connection; 10 s idle; 10 s to yield; 10 s to stop. */
    public static final DeliveryLimits DEFAULT = new DeliveryLimits(20_000, 10_000, 100, 128L << 20, 500, 500, Duration.ofSeconds(10), Duration.ofSeconds(10),
            Duration.ofSeconds(10));

    public DeliveryLimits {
        if (entriesMax < 1 || entriesPerDestinationMax < 1 || entriesPerDeadDestinationMax < 1 || claimMax < 1 || transactionsPerConnectionMax < 1) {
            throw new IllegalArgumentException("delivery takes at least one of each");
        }
    }

    /** The same for a node with less or more memory; one destination gets half of the entries at most. */
    public DeliveryLimits inMemory(int entries, long octets) {
        return new DeliveryLimits(entries, Math.max(1, entries / 2), Math.min(entries, entriesPerDeadDestinationMax), octets, claimMax,
                transactionsPerConnectionMax, idle, yield, stopping);
    }

    /** The same with another time to yield. */
    public DeliveryLimits yielding(Duration atMost) {
        return new DeliveryLimits(entriesMax, entriesPerDestinationMax, entriesPerDeadDestinationMax, freshOctetsMax, claimMax, transactionsPerConnectionMax,
                idle, atMost, stopping);
    }
}
