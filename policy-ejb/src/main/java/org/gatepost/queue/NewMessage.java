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
 * @param decided recipients whose sender is to be told at once
 * @param reports messages that tell him, stored in the same transaction; with content in memory
 */
public record NewMessage(QueuedMessage message, MessageContent content, List<QueueEntry> entries, List<TraceEvent> trace, List<Decided> decided,
        List<NewMessage> reports) {

    public NewMessage {
        entries = List.copyOf(entries);
        trace = List.copyOf(trace);
        decided = List.copyOf(decided);
        reports = List.copyOf(reports);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("a message nobody is to get cannot be stored");
        }
    }

    /** A message of which nobody is told at once. */
    public NewMessage(QueuedMessage message, MessageContent content, List<QueueEntry> entries, List<TraceEvent> trace) {
        this(message, content, entries, trace, List.of(), List.of());
    }
}
