package org.gatepost.dsn;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.gatepost.mail.QueueId;
import org.gatepost.smtp.protocol.EnhancedStatus;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.OriginalRecipient;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.Ret;

/**
 * One report about one message to its sender (RFC 3464).
 *
 * @param id of the report itself, a message of its own
 * @param about the message it reports on
 * @param to the reverse-path of that message
 * @param reportingMta our host name
 * @param envid ENVID as the sender gave it
 * @param arrived when the message became ours
 * @param returns what of the message is given back; headers only for delays and successes
 * @param recipients at least one
 */
public record DsnReport(QueueId id, QueueId about, Mailbox to, String reportingMta, Optional<String> envid, Instant arrived, Ret returns,
        List<PerRecipient> recipients) {

    /** The Action field (RFC 3464 section 2.3.3). */
    public enum Action {
        FAILED, DELAYED, DELIVERED, RELAYED, EXPANDED
    }

    /**
     * The fields about one recipient.
     *
     * @param finalRecipient the address the attempt was made with
     * @param original ORCPT, where given
     * @param status RFC 3463; never absent
     * @param remoteMta the next hop that spoke, where one did
     * @param diagnostic what it said
     * @param lastAttempt when
     * @param willRetryUntil for delays
     */
    public record PerRecipient(Mailbox finalRecipient, Optional<OriginalRecipient> original, Action action, EnhancedStatus status,
            Optional<String> remoteMta, Optional<Reply> diagnostic, Instant lastAttempt, Optional<Instant> willRetryUntil) {
        public PerRecipient {
            if (status.isAbsent()) {
                throw new IllegalArgumentException("a report states a status");
            }
        }
    }

    public DsnReport {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a report is about at least one recipient");
        }
    }
}
