package org.gatepost.ee.delivery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.ContentStore;

/**
 * One entry this node is to attempt.
 *
 * @param share of its destination in the node's memory
 * @param fresh its content, where it is in memory
 * @param lease under which it was taken
 * @param takenNanos when it was taken, by {@link System#nanoTime()}
 */
record DeliveryTask(ClaimedEntry claimed, Share share, Optional<Holdings.Fresh> fresh, long lease, long takenNanos) {

    /** Of the message, now. */
    Duration age() {
        return claimed.entry().age().plusNanos(System.nanoTime() - takenNanos);
    }

    /** Its content as received; the caller closes the stream. */
    InputStream open(ContentStore contents) throws IOException {
        return fresh.isPresent() ? new ByteArrayInputStream(fresh.get().octets()) : contents.open(claimed.message().id());
    }
}
