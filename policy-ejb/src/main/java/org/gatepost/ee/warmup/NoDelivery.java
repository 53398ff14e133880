package org.gatepost.ee.warmup;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.FreshEntries;
import org.gatepost.queue.QueueEntry;

/** Nobody delivers what does not exist: there is never room. */
final class NoDelivery implements FreshEntries {

    @Override
    public boolean hasRoom(Collection<QueueEntry> entries) {
        return false;
    }

    @Override
    public void offer(List<ClaimedEntry> entries, Optional<byte[]> content) {
        throw new IllegalStateException("offered without room");
    }
}
