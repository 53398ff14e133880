package org.gatepost.queue;

import java.util.Set;

import org.gatepost.mail.Envelope;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.Origin;
import org.gatepost.mail.QueueId;

/**
 * What all entries of a message share.
 *
 * @param contentOctets as received, before the edits
 * @param policyVersion the version that judged it
 * @param marks words such as {@code unscanned:clamd}, without spaces
 */
public record QueuedMessage(QueueId id, Envelope envelope, long contentOctets, HeaderEdits edits, Origin origin, long policyVersion, Set<String> marks) {

    public QueuedMessage {
        marks = Set.copyOf(marks);
    }
}
