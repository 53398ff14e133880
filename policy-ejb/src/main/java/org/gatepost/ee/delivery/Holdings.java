package org.gatepost.ee.delivery;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.gatepost.queue.ClaimedEntry;

/** How much this node holds in memory: entries from when they are taken until they are settled, and content from acceptance. Safe for many threads. */
final class Holdings {

    /** Recipients of all entries in memory; with so many none is taken any more, for an entry may have a thousand. */
    static final int RECIPIENTS_MAX = 100_000;

    private final DeliveryLimits limits;
    private final AtomicInteger entries = new AtomicInteger();
    private final AtomicInteger recipients = new AtomicInteger();
    private final Set<UUID> ids = ConcurrentHashMap.newKeySet();
    private final AtomicLong freshOctets = new AtomicLong();

    /** Content that came with fresh entries; counted until the last of them is settled. */
    final class Fresh {
        private final byte[] octets;
        private final AtomicInteger uses;

        private Fresh(byte[] octets, int uses) {
            this.octets = octets;
            this.uses = new AtomicInteger(uses);
            freshOctets.addAndGet(octets.length);
        }

        /** Not copied: never changed by anyone. */
        byte[] octets() {
            return octets;
        }

        private void done() {
            if (uses.decrementAndGet() == 0) {
                freshOctets.addAndGet(-octets.length);
            }
        }
    }

    Holdings(DeliveryLimits limits) {
        this.limits = limits;
    }

    Fresh fresh(byte[] octets, int uses) {
        return new Fresh(octets, uses);
    }

    /** How many entries more could be taken. */
    int room() {
        return freshOctets.get() >= limits.freshOctetsMax() || recipients.get() >= RECIPIENTS_MAX ? 0 : Math.max(0, limits.entriesMax() - entries.get());
    }

    void took(List<ClaimedEntry> taken) {
        entries.addAndGet(taken.size());
        taken.forEach(claimed -> {
            recipients.addAndGet(claimed.entry().recipients().size());
            ids.add(claimed.entry().id());
        });
    }

    boolean has(UUID entry) {
        return ids.contains(entry);
    }

    void gave(DeliveryTask task) {
        entries.decrementAndGet();
        recipients.addAndGet(-task.claimed().entry().recipients().size());
        ids.remove(task.claimed().entry().id());
        task.fresh().ifPresent(Fresh::done);
    }

    int entries() {
        return entries.get();
    }
}
