package org.gatepost.queue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One message for one route, with its recipients: what one attempt carries.
 *
 * @param attempts how many ended in a temporary failure
 * @param noticesSent how many of the channel's notices were given
 * @param age of the message when the entry was claimed, by the database's clock; zero for one just accepted
 * @param returnRequestedBy the login of who asked for it to be returned to its sender instead of being tried
 */
public record QueueEntry(UUID id, Route route, int attempts, int noticesSent, Duration age, List<QueuedRecipient> recipients,
        Optional<String> returnRequestedBy) {

    public QueueEntry {
        recipients = List.copyOf(recipients);
    }

    /** An entry nobody asked to return. */
    public QueueEntry(UUID id, Route route, int attempts, int noticesSent, Duration age, List<QueuedRecipient> recipients) {
        this(id, route, attempts, noticesSent, age, recipients, Optional.empty());
    }

    /** An entry of a message just being accepted. */
    public static QueueEntry fresh(UUID id, Route route, List<QueuedRecipient> recipients) {
        return new QueueEntry(id, route, 0, 0, Duration.ZERO, recipients);
    }

    /** Whether anybody in it waits, so that it is to be tried. */
    public boolean isWaiting() {
        return recipients.stream().anyMatch(QueuedRecipient::isWaiting);
    }

    public List<QueuedRecipient> waiting() {
        return recipients.stream().filter(QueuedRecipient::isWaiting).toList();
    }
}
