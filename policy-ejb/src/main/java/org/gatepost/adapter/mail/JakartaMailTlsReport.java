package org.gatepost.adapter.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeUtility;

import org.gatepost.dsn.AutomaticReply;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.tlsreport.ReportMail;
import org.gatepost.tlsreport.TlsReport;

/** Writes a TLS report as multipart/report: a sentence for people, and the report itself (RFC 8460 section 5.3). Safe for use by many threads. */
public final class JakartaMailTlsReport implements ReportMail {

    @Override
    public byte[] render(TlsReport report, Mailbox from, Mailbox to, Instant at) {
        try {
            ReportMultipart parts = new ReportMultipart("=_" + report.day() + "_" + Integer.toHexString(report.id().hashCode()), "tlsrpt");
            parts.addBodyPart(ReportMultipart.part("text/plain; charset=us-ascii", "7bit", ("This is " + report.submitter() + "'s report of " + report.day()
                    + " about encrypted connections\r\nto the mail hosts of " + report.policyDomain() + " (RFC 8460).\r\n").getBytes(StandardCharsets.US_ASCII)));
            parts.addBodyPart(file(report));
            return parts.below(fields(report, from, to, at, parts.getContentType()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MessagingException e) {
            throw new IllegalStateException("a TLS report could not be rendered: " + report.id(), e);
        }
    }

    private static InternetHeaders fields(TlsReport report, Mailbox from, Mailbox to, Instant at, String contentType) {
        InternetHeaders fields = new InternetHeaders();
        fields.setHeader("Date", ReportMultipart.DATE.format(at));
        fields.setHeader("From", "<" + from.address() + ">");
        fields.setHeader("To", "<" + to.address() + ">");
        fields.setHeader("Subject", "Report Domain: " + report.policyDomain() + "\r\n Submitter: " + report.submitter() + "\r\n Report-ID: <" + report.id() + ">");
        fields.setHeader("Message-ID", "<" + report.id() + ">");
        fields.setHeader("TLS-Report-Domain", report.policyDomain());
        fields.setHeader("TLS-Report-Submitter", report.submitter());
        // RFC 8689 section 5: what tells of broken encryption must not be stopped by it.
        fields.setHeader("TLS-Required", "No");
        fields.setHeader(AutomaticReply.FIELD, AutomaticReply.GENERATED);
        fields.setHeader("MIME-Version", "1.0");
        fields.setHeader("Content-Type", contentType);
        return fields;
    }

    private static MimeBodyPart file(TlsReport report) throws MessagingException, IOException {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try (var base64 = MimeUtility.encode(encoded, "base64")) {
            base64.write(report.file());
        }
        MimeBodyPart part = ReportMultipart.part("application/tlsrpt+gzip; name=\"" + report.fileName() + "\"", "base64", encoded.toByteArray());
        part.setHeader("Content-Disposition", "attachment; filename=\"" + report.fileName() + "\"");
        return part;
    }
}
