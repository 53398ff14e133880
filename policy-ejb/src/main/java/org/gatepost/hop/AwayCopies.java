package org.gatepost.hop;

import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.QueueId;
import org.gatepost.queue.Route;
import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.spool.MessageContent;
import org.gatepost.stage.Match;
import org.gatepost.trace.TraceEvent;

/** Port: copies in the queue that a filter has, or is about to be given. Safe for use by many threads. */
public interface AwayCopies {

    /**
     * An entry some of whose copies are away.
     *
     * @param filter the channel by which they went
     * @param sender reverse-path of the message, without brackets
     * @param session the session the message came by
     * @param edits declared edits of these copies
     * @param recipients who is awaited; nobody, where all came back or stayed away too long
     */
    record Away(UUID entry, QueueId message, Route filter, String sender, String session, int transaction, HeaderEdits edits, List<Mailbox> recipients) {
        public Away {
            recipients = List.copyOf(recipients);
        }
    }

    /** What copies that came back are from now on. */
    sealed interface Text {
        /** Our content, with these edits. */
        record Ours(HeaderEdits edits) implements Text {
        }

        /** What the filter made of it: a message of its own in the queue, with all else as the one it was. Its content is the caller's to close. */
        record Returned(QueueId id, BodyType body, MessageContent content) implements Text {
        }
    }

    /** What becomes of copies that came back. */
    sealed interface Fate {
        /** They go on. */
        record Onward(Text text) implements Fate {
        }

        /** They would, but are held by that rule. */
        record Held(Text text, String by, String why) implements Fate {
        }

        /** They are thrown away; the trace names the rule. */
        record Discarded() implements Fate {
        }
    }

    /** {@link Match.NotFound}: there is no such entry. */
    Match<Away> of(UUID entry);

    /**
     * Writes what becomes of them, and the trace, in one transaction; returns after its commit. An exception means that nothing was written.
     *
     * @return false where one of them is not away any longer: nothing was written
     */
    boolean returned(Away away, Set<Mailbox> recipients, Fate fate, List<TraceEvent> trace);

    /** Nothing is away. */
    AwayCopies NONE = new AwayCopies() {
        @Override
        public Match<Away> of(UUID entry) {
            return new Match.NotFound<>();
        }

        @Override
        public boolean returned(Away away, Set<Mailbox> recipients, Fate fate, List<TraceEvent> trace) {
            return false;
        }
    };
}
