package org.gatepost.adapter.mail;

import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gatepost.dsn.DsnReport;
import org.gatepost.dsn.DsnReport.PerRecipient;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.OriginalRecipient;
import org.gatepost.smtp.protocol.Reply;

/**
 * The part for programs: message/delivery-status (RFC 3464 section 2), or message/global-delivery-status (RFC 6533 section 4) where an address of it
 * is UTF-8, and never otherwise.
 */
record DeliveryStatus(DsnReport report, DateTimeFormatter date) {

    /** How an address type utf-8 writes a character where only ASCII goes (RFC 6533 section 3). */
    private static final Pattern EMBEDDED = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{2,6})\\}");

    String type() {
        return report.isInternational() ? "global-delivery-status" : "delivery-status";
    }

    String text() {
        StringBuilder text = new StringBuilder();
        report.envid().ifPresent(envid -> field(text, "Original-Envelope-Id", Fields.printable(envid)));
        field(text, "Reporting-MTA", "dns; " + report.reportingMta());
        report.receivedFrom().ifPresent(from -> field(text, "Received-From-MTA", "dns; " + mtaName(from.hello()) + " (" + from.address().literal() + ")"));
        field(text, "Arrival-Date", date.format(report.arrived()));
        for (PerRecipient recipient : report.recipients()) {
            text.append("\r\n");
            recipient.original().ifPresent(original -> field(text, "Original-Recipient", original(original)));
            field(text, "Final-Recipient", address(recipient.finalRecipient()));
            field(text, "Action", recipient.action().name().toLowerCase(Locale.ROOT));
            field(text, "Status", recipient.status().toString());
            recipient.remoteMta().ifPresent(mta -> field(text, "Remote-MTA", "dns; " + mtaName(mta)));
            recipient.diagnostic().ifPresent(reply -> field(text, "Diagnostic-Code", "smtp; " + folded(reply)));
            field(text, "Last-Attempt-Date", date.format(recipient.lastAttempt()));
            field(text, "Final-Log-ID", report.about().toString());
            recipient.willRetryUntil().ifPresent(until -> field(text, "Will-Retry-Until", date.format(until)));
        }
        return text.toString();
    }

    private static String address(Mailbox mailbox) {
        return Fields.isAscii(mailbox.address()) ? "rfc822; " + Fields.printable(mailbox.address()) : "utf-8; " + Fields.visible(mailbox.address());
    }

    /** ORCPT as it was given; of type utf-8 with its characters for themselves. */
    private static String original(OriginalRecipient original) {
        if (original.addressType().equalsIgnoreCase("utf-8") || !Fields.isAscii(original.address())) {
            Matcher embedded = EMBEDDED.matcher(original.address());
            return "utf-8; " + Fields.visible(embedded.replaceAll(found -> Matcher.quoteReplacement(character(found.group(1)))));
        }
        return Fields.printable(original.addressType()) + "; " + Fields.printable(original.address());
    }

    private static String character(String hexadecimal) {
        int codePoint = Integer.parseInt(hexadecimal, 16);
        boolean none = codePoint > Character.MAX_CODE_POINT || codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return none ? "\\x{" + hexadecimal + "}" : Character.toString(codePoint);
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
