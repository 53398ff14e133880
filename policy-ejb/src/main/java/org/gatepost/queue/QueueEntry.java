package org.gatepost.queue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.gatepost.mail.HeaderEdits;
import org.gatepost.smtp.protocol.ReversePath;

/**
 * One message for one route, with its recipients: what one attempt carries.
 *
 * @param attempts how many ended in a temporary failure
 * @param noticesSent how many of the channel's notices were given
 * @param age of the message when the entry was claimed, by the database's clock; zero for one just accepted
 * @param returnRequestedBy the login of who asked for it to be returned to its sender instead of being tried
 * @param listOwner the reverse-path of copies a mailing list sends on (RFC 5321 section 3.9.2), or that nobody is to hear of, instead of the message's own
 * @param edits the declared edits of these copies, where they are others than the message's
 * @param wishes what their envelope says instead of the message's
 */
public record QueueEntry(UUID id, Route route, int attempts, int noticesSent, Duration age, List<QueuedRecipient> recipients,
        Optional<String> returnRequestedBy, Optional<ReversePath> listOwner, Optional<HeaderEdits> edits, EntryWishes wishes) {

    public QueueEntry {
        recipients = List.copyOf(recipients);
    }

    /** An entry nobody asked to return, with the message's own reverse-path. */
    public QueueEntry(UUID id, Route route, int attempts, int noticesSent, Duration age, List<QueuedRecipient> recipients) {
        this(id, route, attempts, noticesSent, age, recipients, Optional.empty(), Optional.empty(), Optional.empty(), EntryWishes.NONE);
    }

    /** An entry of a message just being accepted. */
    public static QueueEntry fresh(UUID id, Route route, List<QueuedRecipient> recipients) {
        return fresh(id, route, recipients, Optional.empty());
    }

    /** The same of copies a mailing list sends on. */
    public static QueueEntry fresh(UUID id, Route route, List<QueuedRecipient> recipients, Optional<ReversePath> listOwner) {
        return fresh(id, route, recipients, listOwner, Optional.empty());
    }

    /** The same of copies with edits of their own. */
    public static QueueEntry fresh(UUID id, Route route, List<QueuedRecipient> recipients, Optional<ReversePath> listOwner, Optional<HeaderEdits> edits) {
        return new QueueEntry(id, route, 0, 0, Duration.ZERO, recipients, Optional.empty(), listOwner, edits, EntryWishes.NONE);
    }

    /** The same with an envelope that says something else. */
    public QueueEntry wanting(EntryWishes other) {
        return new QueueEntry(id, route, attempts, noticesSent, age, recipients, returnRequestedBy, listOwner, edits, other);
    }

    /** The same entry with some of its recipients. */
    public QueueEntry with(List<QueuedRecipient> some) {
        return new QueueEntry(id, route, attempts, noticesSent, age, some, returnRequestedBy, listOwner, edits, wishes);
    }

    /** Whether anybody in it waits, so that it is to be tried. */
    public boolean isWaiting() {
        return recipients.stream().anyMatch(QueuedRecipient::isWaiting);
    }

    public List<QueuedRecipient> waiting() {
        return recipients.stream().filter(QueuedRecipient::isWaiting).toList();
    }
}
