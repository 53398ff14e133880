package org.gatepost.adapter.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.Locale;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;

import org.gatepost.dsn.DsnRenderer;
import org.gatepost.dsn.DsnReport;
import org.gatepost.dsn.DsnReport.Action;

/**
 * Writes a report as multipart/report (RFC 6522): a text for people, the fields for programs, and what of the message is returned. Safe for use by
 * many threads.
 */
@ApplicationScoped
public class JakartaMailDsnRenderer implements DsnRenderer {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Override
    public byte[] render(DsnReport report, InputStream original, long originalOctets) {
        try {
            ReturnedMessage returned = ReturnedMessage.of(original.readAllBytes(), report.returns());
            ReportMultipart parts = new ReportMultipart("=_" + report.id());
            parts.addBodyPart(part("text/plain; charset=us-ascii", "7bit", ReportText.of(report).getBytes(StandardCharsets.US_ASCII)));
            parts.addBodyPart(part("message/delivery-status", "7bit", DeliveryStatus.of(report, DATE).getBytes(StandardCharsets.US_ASCII)));
            parts.addBodyPart(part(returned.type(), returned.encoding(), returned.octets()));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (String line : Collections.list(fields(report, returned, parts.getContentType()).getAllHeaderLines())) {
                out.writeBytes((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            out.writeBytes(new byte[] {'\r', '\n'});
            parts.writeTo(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MessagingException e) {
            throw new IllegalStateException("a report could not be rendered: " + report.id(), e);
        }
    }

    private static InternetHeaders fields(DsnReport report, ReturnedMessage returned, String contentType) {
        InternetHeaders fields = new InternetHeaders();
        fields.setHeader("Date", DATE.format(report.recipients().getFirst().lastAttempt()));
        fields.setHeader("From", "Mail Delivery System <postmaster@" + report.reportingMta() + ">");
        fields.setHeader("To", "<" + Fields.printable(report.to().address()) + ">");
        fields.setHeader("Subject", subject(report));
        fields.setHeader("Message-ID", "<" + report.id() + "@" + report.reportingMta() + ">");
        returned.messageId().ifPresent(id -> {
            fields.setHeader("In-Reply-To", id);
            fields.setHeader("References", id);
        });
        fields.setHeader("Auto-Submitted", "auto-replied");
        fields.setHeader("MIME-Version", "1.0");
        fields.setHeader("Content-Type", contentType);
        fields.setHeader("Content-Transfer-Encoding", returned.encoding().equals("8bit") ? "8bit" : "7bit");
        return fields;
    }

    private static String subject(DsnReport report) {
        Action action = report.recipients().getFirst().action();
        String what = switch (action) {
            case FAILED -> "Undelivered mail: ";
            case DELAYED -> "Delayed mail: ";
            case DELIVERED, EXPANDED -> "Delivered mail: ";
            case RELAYED -> "Relayed mail: ";
        };
        int more = report.recipients().size() - 1;
        return what + Fields.printable(report.recipients().getFirst().finalRecipient().address()) + (more == 0 ? "" : " and " + more + " more");
    }

    private static MimeBodyPart part(String type, String encoding, byte[] octets) throws MessagingException {
        InternetHeaders fields = new InternetHeaders();
        fields.setHeader("Content-Type", type);
        fields.setHeader("Content-Transfer-Encoding", encoding);
        return new MimeBodyPart(fields, octets);
    }

    /** A multipart whose boundary is the report's own id, which no message can hold that came before it. */
    private static final class ReportMultipart extends MimeMultipart {
        ReportMultipart(String boundary) throws MessagingException {
            ContentType type = new ContentType("multipart/report");
            type.setParameter("report-type", "delivery-status");
            type.setParameter("boundary", boundary);
            contentType = type.toString();
        }
    }
}
