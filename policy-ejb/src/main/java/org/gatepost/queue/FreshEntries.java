package org.gatepost.queue;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Port: takes entries straight from acceptance, so that a new message need not be read back from the store. Safe for use by many threads; never waits.
 */
public interface FreshEntries {

    /**
     * Whether these can be taken, by what their destinations may have of the memory. Asked before a message is stored: where not, its entries are
     * stored free, for whoever claims them.
     */
    boolean hasRoom(Collection<QueueEntry> entries);

    /**
     * Takes committed entries that this node holds by lease. Never refuses what was stored after {@link #hasRoom} said yes.
     *
     * @param content as received, where it is small enough to keep; else it is read from the {@link ContentStore}
     */
    void offer(List<ClaimedEntry> entries, Optional<byte[]> content);
}
