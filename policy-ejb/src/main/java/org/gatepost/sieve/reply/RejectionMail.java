package org.gatepost.sieve.reply;

import java.util.Optional;

import org.gatepost.sieve.SieveAction;
import org.gatepost.sieve.SieveEnvelope;
import org.gatepost.sieve.message.HeaderField;
import org.gatepost.sieve.message.MailAddress;
import org.gatepost.sieve.message.MailAddresses;
import org.gatepost.sieve.message.SieveMessage;

/** The disposition notification of a message that a script rejects after it was accepted (RFC 5429 2.2, RFC 8098). */
public final class RejectionMail {

    private RejectionMail() {
    }

    /**
     * The notification; none to the null reverse-path.
     *
     * @param ourName of this host
     */
    public static Optional<GeneratedMail> of(SieveMessage message, SieveEnvelope envelope, SieveAction.Reject reject, String ourName, Stamp stamp) {
        Optional<MailAddress> sender = MailAddresses.isNullPath(envelope.from()) ? Optional.empty() : MailAddresses.path(envelope.from());
        if (sender.isEmpty() || sender.get().domain().isEmpty()) {
            return Optional.empty();
        }
        String recipient = MailAddresses.path(envelope.to()).map(MailAddress::toString).orElse(envelope.to());
        String original = envelope.originalTo().flatMap(MailAddresses::path).map(MailAddress::toString).orElse(recipient);
        String boundary = "gatepost-" + Integer.toHexString(stamp.messageId().hashCode());
        StringBuilder parts = new StringBuilder("Content-Type: multipart/report; report-type=disposition-notification; boundary=\"" + boundary + "\"\r\n\r\n");
        parts.append("--").append(boundary).append("\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n")
                .append("Your message was automatically rejected by the script of ").append(recipient).append(".\r\n")
                .append("The following reason was given:\r\n").append(Draft.lines(reject.reason()));
        parts.append("\r\n--").append(boundary).append("\r\nContent-Type: message/disposition-notification\r\n\r\nReporting-UA: ").append(ourName)
                .append("; Gatepost Sieve\r\nOriginal-Recipient: rfc822; ").append(original).append("\r\nFinal-Recipient: rfc822; ").append(recipient).append("\r\n");
        message.fields().stream().filter(field -> field.named("Message-ID")).findFirst()
                .ifPresent(id -> parts.append("Original-Message-ID: ").append(id.unfolded()).append("\r\n"));
        parts.append("Disposition: automatic-action/MDN-sent-automatically; deleted\r\n\r\n--").append(boundary)
                .append("\r\nContent-Type: text/rfc822-headers\r\n\r\n");
        for (HeaderField field : message.fields()) {
            parts.append(field.name()).append(':').append(field.raw()).append("\r\n");
        }
        parts.append("\r\n--").append(boundary).append("--\r\n");
        Draft draft = new Draft(stamp).field("From", "Mail Delivery Subsystem <postmaster@" + ourName + '>').field("To", '<' + sender.get().toString() + '>')
                .field("Subject", "Automatically rejected mail").field("Auto-Submitted", "auto-replied (rejected)").field("Precedence", "bulk");
        return Optional.of(new GeneratedMail("", sender.get().toString(), draft.withMime(parts.toString())));
    }
}
