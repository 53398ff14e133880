package org.gatepost.queue;

import java.util.List;
import java.util.Optional;

import org.gatepost.partial.PartsChange;
import org.gatepost.sieve.Remembered;
import org.gatepost.smtp.spool.MessageContent;
import org.gatepost.trace.TraceEvent;

/**
 * A message that is about to become ours.
 *
 * @param content the caller's, open until the message was stored
 * @param entries at least one, unless the message was discarded whole, which the trace then says
 * @param trace events written with it, in the same transaction
 * @param decided recipients whose sender is to be told at once
 * @param reports messages that tell him, and others we write because of it, stored in the same transaction; with content in memory
 * @param memories what scripts are to remember of it
 * @param parts what it changes in a set of parts; it is not stored where that is not as it was judged by
 */
public record NewMessage(QueuedMessage message, MessageContent content, List<QueueEntry> entries, List<TraceEvent> trace, List<Decided> decided,
        List<NewMessage> reports, List<Remembered> memories, Optional<PartsChange> parts) {

    public NewMessage {
        memories = List.copyOf(memories);
        entries = List.copyOf(entries);
        trace = List.copyOf(trace);
        decided = List.copyOf(decided);
        reports = List.copyOf(reports);
        if (entries.isEmpty() && trace.stream().noneMatch(event -> event.kind() == TraceEvent.Kind.DISCARD)) {
            throw new IllegalArgumentException("a message nobody is to get, and no rule discards, cannot be stored");
        }
    }

    /** A message that is no part of another. */
    public NewMessage(QueuedMessage message, MessageContent content, List<QueueEntry> entries, List<TraceEvent> trace, List<Decided> decided, List<NewMessage> reports,
            List<Remembered> memories) {
        this(message, content, entries, trace, decided, reports, memories, Optional.empty());
    }

    /** A message of which nothing is to be remembered. */
    public NewMessage(QueuedMessage message, MessageContent content, List<QueueEntry> entries, List<TraceEvent> trace, List<Decided> decided, List<NewMessage> reports) {
        this(message, content, entries, trace, decided, reports, List.of());
    }

    /** A message of which nobody is told at once. */
    public NewMessage(QueuedMessage message, MessageContent content, List<QueueEntry> entries, List<TraceEvent> trace) {
        this(message, content, entries, trace, List.of(), List.of(), List.of());
    }
}
