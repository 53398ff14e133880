package org.gatepost.ee.delivery;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.gatepost.mail.HeaderEdits;

/** How much this node holds in memory: entries from when they are taken until they are settled, and content. Safe for many threads. */
final class Holdings {

    /** An entry may have a thousand recipients, and takes the place of one for every so many. */
    static final int RECIPIENTS_A_PLACE = 5;
    /** Edits are kept with their entry, and are large where parts of a message were converted. */
    static final int EDIT_CHARACTERS_A_PLACE = 8 << 10;

    private final DeliveryLimits limits;
    private final AtomicInteger entries = new AtomicInteger();
    private final AtomicInteger places = new AtomicInteger();
    private final Set<UUID> ids = ConcurrentHashMap.newKeySet();
    private final AtomicLong contentOctets = new AtomicLong();

    /** Content in memory; counted until the last entry that uses it is settled. */
    final class Fresh {
        private final byte[] octets;
        private final AtomicInteger uses;

        private Fresh(byte[] octets, int uses) {
            this.octets = octets;
            this.uses = new AtomicInteger(uses);
            contentOctets.addAndGet(octets.length);
        }

        /** Not copied: never changed by anyone. */
        byte[] octets() {
            return octets;
        }

        private void done() {
            if (uses.decrementAndGet() == 0) {
                contentOctets.addAndGet(-octets.length);
            }
        }
    }

    Holdings(DeliveryLimits limits) {
        this.limits = limits;
    }

    Fresh fresh(byte[] octets, int uses) {
        return new Fresh(octets, uses);
    }

    /** How many entries' places it takes. */
    static int places(DeliveryTask task) {
        HeaderEdits edits = task.claimed().entry().edits().orElseGet(() -> task.claimed().message().edits());
        return 1 + Math.max(0, task.claimed().entry().recipients().size() - 1) / RECIPIENTS_A_PLACE + (int) (edits.insertedCharacters() / EDIT_CHARACTERS_A_PLACE);
    }

    /** How many entries more could be taken. */
    int free() {
        return Math.max(0, limits.entriesMax() - places.get());
    }

    /** How many octets of content more could be kept. */
    long freeOctets() {
        return Math.max(0, limits.freshOctetsMax() - contentOctets.get());
    }

    void took(DeliveryTask task, long nowNanos) {
        entries.incrementAndGet();
        places.addAndGet(places(task));
        ids.add(task.claimed().entry().id());
        task.share().took(task, nowNanos);
    }

    boolean has(UUID entry) {
        return ids.contains(entry);
    }

    /** It was settled. */
    void gave(DeliveryTask task) {
        task.share().gave(task, System.nanoTime());
        forget(task);
    }

    /** It went back as it was. */
    void released(DeliveryTask task) {
        task.share().released(task);
        forget(task);
    }

    private void forget(DeliveryTask task) {
        entries.decrementAndGet();
        places.addAndGet(-places(task));
        ids.remove(task.claimed().entry().id());
        task.fresh().ifPresent(Fresh::done);
    }

    /** Whether less than a quarter is left. */
    boolean isShort() {
        return free() < limits.entriesMax() / 4 || freeOctets() < limits.freshOctetsMax() / 4;
    }

    int entries() {
        return entries.get();
    }
}
