package org.gatepost.workbench.store;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.FreshEntries;
import org.gatepost.queue.QueueEntry;

/** Keeps what acceptance hands on. */
final class TakenEntries implements FreshEntries {

    final List<ClaimedEntry> entries = new CopyOnWriteArrayList<>();
    final List<Optional<byte[]>> contents = new CopyOnWriteArrayList<>();
    volatile boolean room = true;

    @Override
    public boolean hasRoom(Collection<QueueEntry> entries) {
        return room;
    }

    @Override
    public void offer(List<ClaimedEntry> offered, Optional<byte[]> content) {
        entries.addAll(offered);
        contents.add(content);
    }
}
