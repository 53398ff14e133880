package org.gatepost.dsn;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.gatepost.mail.QueueId;
import org.gatepost.smtp.protocol.EnhancedStatus;
import org.gatepost.smtp.protocol.IpAddress;
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
 * @param receivedFrom the client it came from; empty for what we originate
 * @param returns what of the message is given back; headers only for delays and successes
 * @param recipients at least one
 */
public record DsnReport(QueueId id, QueueId about, Mailbox to, String reportingMta, Optional<String> envid, Instant arrived,
        Optional<ReceivedFrom> receivedFrom, Ret returns, List<PerRecipient> recipients) {

    /** The Action field (RFC 3464 section 2.3.3). */
    public enum Action {
        FAILED, DELAYED, DELIVERED, RELAYED, EXPANDED
    }

    /**
     * The client a message came from.
     *
     * @param hello the name it gave, which need not be true
     */
    public record ReceivedFrom(String hello, IpAddress address) {
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

        /** Whether one of its two addresses can be told in UTF-8 only. */
        public boolean isInternational() {
            return !isAscii(finalRecipient.address()) || original.filter(address -> address.addressType().equalsIgnoreCase("utf-8")
                    || !isAscii(address.address())).isPresent();
        }

        private static boolean isAscii(String text) {
            return text.chars().allMatch(c -> c < 128);
        }
    }

    public DsnReport {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a report is about at least one recipient");
        }
    }

    /** What it reports: every recipient of one report met the same. */
    public Action action() {
        return recipients.getFirst().action();
    }

    /** How old the message was at the last attempt. */
    public Duration age() {
        return Duration.between(arrived, recipients.getFirst().lastAttempt());
    }

    /** How long it will be tried yet; zero where it will not be. */
    public Duration left() {
        return recipients.getFirst().willRetryUntil().map(until -> Duration.between(recipients.getFirst().lastAttempt(), until)).orElse(Duration.ZERO);
    }

    /** Whether an address of it can be told in UTF-8 only (RFC 6533). */
    public boolean isInternational() {
        return recipients.stream().anyMatch(PerRecipient::isInternational);
    }
}
