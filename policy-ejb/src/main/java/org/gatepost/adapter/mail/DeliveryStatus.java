package org.gatepost.adapter.mail;

import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.gatepost.dsn.DsnReport;
import org.gatepost.dsn.DsnReport.PerRecipient;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.Reply;

/** The part for programs: message/delivery-status (RFC 3464 section 2). */
final class DeliveryStatus {

    private DeliveryStatus() {
    }

    static String of(DsnReport report, DateTimeFormatter date) {
        StringBuilder text = new StringBuilder();
        report.envid().ifPresent(envid -> field(text, "Original-Envelope-Id", Fields.printable(envid)));
        field(text, "Reporting-MTA", "dns; " + report.reportingMta());
        field(text, "Arrival-Date", date.format(report.arrived()));
        for (PerRecipient recipient : report.recipients()) {
            text.append("\r\n");
            recipient.original().ifPresent(original -> field(text, "Original-Recipient",
                    Fields.printable(original.addressType()) + "; " + Fields.printable(original.address())));
            field(text, "Final-Recipient", "rfc822; " + Fields.printable(recipient.finalRecipient().address()));
            field(text, "Action", recipient.action().name().toLowerCase(Locale.ROOT));
            field(text, "Status", recipient.status().toString());
            recipient.remoteMta().ifPresent(mta -> field(text, "Remote-MTA", "dns; " + mtaName(mta)));
            recipient.diagnostic().ifPresent(reply -> field(text, "Diagnostic-Code", "smtp; " + folded(reply)));
            field(text, "Last-Attempt-Date", date.format(recipient.lastAttempt()));
            recipient.willRetryUntil().ifPresent(until -> field(text, "Will-Retry-Until", date.format(until)));
        }
        return text.toString();
    }

    /** A domain, or an address in brackets (RFC 3464 section 2.2.2 with RFC 5321 section 4.1.3). */
    private static String mtaName(String host) {
        try {
            return IpAddress.parse(host).literal();
        } catch (IllegalArgumentException notAnAddress) {
            return Fields.printable(host);
        }
    }

    private static void field(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }

    /** The reply as it was said, a line of the field for each of its lines; an empty one would end the field. */
    private static String folded(Reply reply) {
        String status = reply.status().isAbsent() ? "" : " " + reply.status();
        return reply.code() + status + " " + String.join("\r\n  ", reply.lines().stream().filter(line -> !line.isBlank()).toList());
    }
}
