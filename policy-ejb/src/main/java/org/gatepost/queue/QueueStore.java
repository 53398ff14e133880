package org.gatepost.queue;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Port: where the queue lies. Each method is one transaction that has committed when it returns. Safe for use by many threads.
 *
 * <p>Unchecked exceptions mean it did not happen or cannot be told; the caller keeps what it had and tries again.
 */
public interface QueueStore {

    /**
     * Looks at the routes that have entries nobody holds, in an order of the store's own, and says which have due ones. What it costs goes by
     * the number of routes, not of entries.
     *
     * @param after where an earlier look ended; empty to begin with the first
     * @param routesMax looked at
     */
    DueRoutes due(Optional<Route> after, int routesMax);

    /** Takes entries that are due and nobody holds, up to so many of each route, oldest due first; from then on this node holds them. */
    List<ClaimedEntry> claim(Map<Route, Integer> most);

    /**
     * Takes up to so many entries that somebody wants returned to their senders, whatever their routes; from then on this node holds them. Neither
     * {@link #due} nor {@link #claim} knows of them.
     */
    List<ClaimedEntry> claimReturned(int most);

    /**
     * Writes what came of attempts. A settlement whose entry this node no longer holds is left out and returned: another node has it, and what it
     * finds is written instead.
     */
    List<Settlement> settle(List<Settlement> group);

    /**
     * The lease this node holds entries by now. Another than when an entry was taken means that it was lost meanwhile: the entry may be another
     * node's already, and is not to be tried.
     */
    long lease();

    /** The entries this node holds under its lease. */
    Set<UUID> held();

    /** Gives entries back untouched, so that they are due at once for whoever claims them. */
    void release(Collection<UUID> entries);
}
