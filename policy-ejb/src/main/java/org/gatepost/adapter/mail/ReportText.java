package org.gatepost.adapter.mail;

import java.util.stream.Collectors;

import org.gatepost.dsn.DsnReport;
import org.gatepost.dsn.DsnReport.PerRecipient;
import org.gatepost.smtp.protocol.EnhancedStatus;

/** The part for people: what became of the message, a sentence for each recipient. */
final class ReportText {

    private static final EnhancedStatus EXPIRED = EnhancedStatus.of("4.4.7");

    private ReportText() {
    }

    static String of(DsnReport report) {
        String opening = switch (report.recipients().getFirst().action()) {
            case FAILED -> "Your message could not be delivered to everyone it was addressed to.";
            case DELAYED -> "Your message has not been delivered yet. You need not send it again:\r\nwe keep trying.";
            case DELIVERED, EXPANDED -> "Your message was delivered, as you asked to be told.";
            case RELAYED -> "Your message was handed on to a mail system that does not report\r\ndelivery; you may hear nothing further.";
        };
        String returned = switch (report.returns()) {
            case FULL -> "Your message is attached.";
            case HDRS -> "The header of your message is attached.";
        };
        return "This is the mail system at " + report.reportingMta() + ".\r\n\r\n" + opening + "\r\n\r\n"
                + report.recipients().stream().map(ReportText::sentence).collect(Collectors.joining("\r\n"))
                + "\r\n" + returned + "\r\nOur reference is " + report.about() + ".\r\n";
    }

    private static String sentence(PerRecipient recipient) {
        String address = "<" + Fields.printable(recipient.finalRecipient().address()) + ">";
        String said = recipient.diagnostic().map(reply -> ", because "
                + recipient.remoteMta().map(mta -> "the mail system at " + Fields.printable(mta)).orElse("the next mail system") + " answered:\r\n    "
                + reply.code() + " " + reply.status() + " " + String.join("\r\n    ", reply.lines())).orElse("");
        return switch (recipient.action()) {
            case FAILED -> address + " will not get it" + failure(recipient, said);
            case DELAYED -> address + " has not got it yet" + (said.isEmpty() ? ": its mail system could not be reached." : said)
                    + recipient.willRetryUntil().map(until -> "\r\n    We try until " + until.toString().replaceAll("\\.[0-9]+Z", "Z") + " (UTC).").orElse("");
            case DELIVERED, EXPANDED -> address + " has got it.";
            case RELAYED -> address + ": handed on to " + recipient.remoteMta().map(Fields::printable).orElse("the next mail system") + ".";
        } + "\r\n";
    }

    private static String failure(PerRecipient recipient, String said) {
        if (recipient.status().equals(EXPIRED)) {
            return ": we tried for as long as we may" + (said.isEmpty() ? " and could not reach its mail system." : said);
        }
        return said.isEmpty() ? ": status " + recipient.status() + "." : said;
    }
}
