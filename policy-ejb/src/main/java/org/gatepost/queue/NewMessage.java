package org.gatepost.queue;

import java.util.List;

import org.gatepost.smtp.spool.MessageContent;
import org.gatepost.trace.TraceEvent;

/**
 * A message that is about to become ours.
 *
 * @param content the caller's, open until the message was stored
 * @param entries at least one
 * @param trace events written with it, in the same transaction
 */
public record NewMessage(QueuedMessage message, MessageContent content, List<QueueEntry> entries, List<TraceEvent> trace) {

    public NewMessage {
        entries = List.copyOf(entries);
        trace = List.copyOf(trace);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("a message nobody is to get cannot be stored");
        }
    }
}
