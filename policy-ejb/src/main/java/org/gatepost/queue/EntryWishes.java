package org.gatepost.queue;

import java.util.Optional;

import org.gatepost.smtp.protocol.DeliverBy;
import org.gatepost.smtp.protocol.Ret;

/**
 * What the envelope of an entry's copies says instead of the message's own (RFC 6009).
 *
 * @param ret what of the message a report is to return
 * @param deliverBy by when they are to be delivered, from when the message arrived
 */
public record EntryWishes(Optional<Ret> ret, Optional<DeliverBy> deliverBy) {

    /** As the message has it. */
    public static final EntryWishes NONE = new EntryWishes(Optional.empty(), Optional.empty());

    public boolean isNone() {
        return ret.isEmpty() && deliverBy.isEmpty();
    }

    /** These, and where they say nothing the others. */
    public EntryWishes over(EntryWishes others) {
        return new EntryWishes(ret.or(others::ret), deliverBy.or(others::deliverBy));
    }
}
