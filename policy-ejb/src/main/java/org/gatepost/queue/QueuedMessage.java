package org.gatepost.queue;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import org.gatepost.mail.Envelope;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.Origin;
import org.gatepost.mail.Priority;
import org.gatepost.mail.QueueId;
import org.gatepost.smtp.protocol.FutureRelease;
import org.gatepost.smtp.protocol.Handling;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.ReversePath;

/**
 * What all entries of a message share.
 *
 * @param contentOctets as received, before the edits
 * @param policyVersion the version that judged it
 * @param marks words such as {@code unscanned:clamd}, without spaces
 */
public record QueuedMessage(QueueId id, Envelope envelope, long contentOctets, HeaderEdits edits, Origin origin, long policyVersion, Set<String> marks) {

    /** The mark of a message whose sender prefers delivery over TLS ({@code TLS-Required: no}, RFC 8689 section 3). */
    public static final String PREFERS_DELIVERY = "tls-required:no";

    public QueuedMessage {
        marks = Set.copyOf(marks);
    }

    /** Whether what is published about the protection of its next hops is of no account for it. */
    public boolean prefersDelivery() {
        return marks.contains(PREFERS_DELIVERY);
    }

    /** How much it hurries: by MT-PRIORITY (RFC 6710), which only senders we know can give, where that says anything; else by its header section. */
    public Priority priority() {
        int asked = envelope.parameters().handling().priority();
        return asked > 0 ? Priority.URGENT : asked < 0 ? Priority.NONURGENT : Priority.ofMarks(marks);
    }

    /** The same as a mailing list sends it on: problems are its owner's affair, and ENVID and RET were the sender's (RFC 3461 section 5.2.7.1). */
    QueuedMessage sentOnBy(ReversePath listOwner) {
        MailParameters given = envelope.parameters();
        MailParameters parameters = new MailParameters(given.size(), given.body(), Optional.empty(), Optional.empty(), given.handling());
        return new QueuedMessage(id, new Envelope(listOwner, parameters), contentOctets, edits, origin, policyVersion, marks);
    }

    /** The same with an envelope that says something else. */
    QueuedMessage wanting(EntryWishes wishes) {
        MailParameters given = envelope.parameters();
        Handling handling = wishes.deliverBy().map(given.handling()::withDeliverBy).orElse(given.handling());
        return new QueuedMessage(id, new Envelope(envelope.reversePath(), new MailParameters(given.size(), given.body(), wishes.ret().or(given::ret), given.envid(), handling)),
                contentOctets, edits, origin, policyVersion, marks);
    }

    /** The same with other declared edits. */
    QueuedMessage with(HeaderEdits others) {
        return new QueuedMessage(id, envelope, contentOctets, others, origin, policyVersion, marks);
    }

    /** When it is released for delivery, where its sender wants it held until then (RFC 4865). */
    public Optional<Instant> releaseAt() {
        return envelope.parameters().handling().release().map(release -> switch (release) {
            case FutureRelease.HoldUntil(Instant time) -> time;
            case FutureRelease.HoldFor relative -> throw new IllegalStateException("a message that is ours is held until a moment, not for a while");
        });
    }
}
