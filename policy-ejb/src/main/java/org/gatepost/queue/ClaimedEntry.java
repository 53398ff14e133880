package org.gatepost.queue;

/**
 * An entry this node holds by lease, with its message: ready for an attempt.
 *
 * @param message as this entry carries it: with the list owner's reverse-path, where a list sends it on, and with the edits of its copies and what their envelope says
 */
public record ClaimedEntry(QueueEntry entry, QueuedMessage message) {

    public ClaimedEntry {
        if (entry.listOwner().isPresent()) {
            message = message.sentOnBy(entry.listOwner().get());
        }
        if (!entry.wishes().isNone()) {
            message = message.wanting(entry.wishes());
        }
        if (entry.edits().isPresent()) {
            message = message.with(entry.edits().get());
        }
    }
}
