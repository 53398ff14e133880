package org.gatepost.ee.inbound;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import org.gatepost.ee.store.StoredMessage;
import org.gatepost.smtp.listener.Receipt;

/** A message whose session waits for its receipt. */
final class WaitingMessage {

    private final StoredMessage stored;
    private final long sinceNanos = System.nanoTime();
    private final CompletableFuture<Receipt> receipt = new CompletableFuture<>();
    private final AtomicReference<Place> place = new AtomicReference<>(Place.WAITING);

    private enum Place {
        WAITING, IN_GROUP, WITHDRAWN
    }

    WaitingMessage(StoredMessage stored) {
        this.stored = stored;
    }

    StoredMessage stored() {
        return stored;
    }

    /** When it came, by {@link System#nanoTime()}. */
    long sinceNanos() {
        return sinceNanos;
    }

    /** Octets it adds to a group: content that was written before does not count. */
    int octets() {
        return stored.content().map(content -> content.length).orElse(0);
    }

    /** True for the one writer that takes it; from then on it cannot be withdrawn. */
    boolean joinGroup() {
        return place.compareAndSet(Place.WAITING, Place.IN_GROUP);
    }

    /** True where no writer has taken it, and none will. */
    boolean withdraw() {
        return place.compareAndSet(Place.WAITING, Place.WITHDRAWN);
    }

    CompletableFuture<Receipt> receipt() {
        return receipt;
    }
}
