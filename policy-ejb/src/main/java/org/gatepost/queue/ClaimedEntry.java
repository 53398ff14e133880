package org.gatepost.queue;

/** An entry this node holds by lease, with its message: ready for an attempt. */
public record ClaimedEntry(QueueEntry entry, QueuedMessage message) {
}
