package org.gatepost.adapter.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeUtility;

import org.gatepost.dsn.AutomaticReply;
import org.gatepost.dsn.DsnRenderer;
import org.gatepost.dsn.DsnReport;

/**
 * Writes a report as multipart/report (RFC 6522): a text for people in their language, the fields for programs, and what of the message is returned.
 * Safe for use by many threads.
 *
 * <p>Where an address is UTF-8 the fields are message/global-delivery-status and what is returned is message/global or message/global-headers where it
 * needs to be (RFC 6533); where the sender's is, so is the To field (RFC 6532).
 */
public final class JakartaMailDsnRenderer implements DsnRenderer {

    /** One in so many characters may be beyond ASCII before quoted-printable is longer than base64. */
    private static final int ASCII_SHARE = 3;

    private final ReportTexts texts;

    public JakartaMailDsnRenderer(ReportTexts texts) {
        this.texts = texts;
    }

    @Override
    public byte[] render(DsnReport report, InputStream original, long originalOctets) {
        try {
            boolean senderIsInternational = !Fields.isAscii(report.to().address());
            byte[] octets = original.readAllBytes();
            ReturnedMessage returned = ReturnedMessage.of(octets, report.returns(), senderIsInternational || report.isInternational());
            ReportText text = texts.choose(ReturnedMessage.headerOf(octets), report.to().domain());
            DeliveryStatus status = new DeliveryStatus(report, ReportMultipart.DATE);
            ReportMultipart parts = new ReportMultipart("=_" + report.id(), status.type());
            parts.addBodyPart(readable(text, report));
            parts.addBodyPart(status(status, senderIsInternational));
            parts.addBodyPart(ReportMultipart.part(returned.type(), returned.encoding(), returned.octets()));
            boolean eightBit = returned.encoding().equals("8bit") || senderIsInternational && report.isInternational();
            return parts.below(fields(report, text, returned, parts.getContentType(), eightBit));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MessagingException e) {
            throw new IllegalStateException("a report could not be rendered: " + report.id(), e);
        }
    }

    private static InternetHeaders fields(DsnReport report, ReportText text, ReturnedMessage returned, String contentType, boolean eightBit) throws IOException {
        InternetHeaders fields = new InternetHeaders();
        fields.setHeader("Date", ReportMultipart.DATE.format(report.recipients().getFirst().lastAttempt()));
        fields.setHeader("From", "Mail Delivery System <postmaster@" + report.reportingMta() + ">");
        fields.setHeader("To", "<" + Fields.visible(report.to().address()) + ">");
        fields.setHeader("Subject", MimeUtility.fold(9, MimeUtility.encodeText(text.subject(report), "utf-8", null)));
        fields.setHeader("Message-ID", "<" + report.id() + "@" + report.reportingMta() + ">");
        returned.messageId().ifPresent(id -> {
            fields.setHeader("In-Reply-To", id);
            fields.setHeader("References", id);
        });
        fields.setHeader(AutomaticReply.FIELD, AutomaticReply.REPLIED);
        fields.setHeader("MIME-Version", "1.0");
        fields.setHeader("Content-Type", contentType);
        fields.setHeader("Content-Transfer-Encoding", eightBit ? "8bit" : "7bit");
        return fields;
    }

    private static MimeBodyPart readable(ReportText text, DsnReport report) throws MessagingException, IOException {
        String body = text.body(report);
        long beyond = body.chars().filter(c -> c > 127).count();
        String encoding = beyond == 0 ? "7bit" : beyond > body.length() / ASCII_SHARE ? "base64" : "quoted-printable";
        MimeBodyPart part = ReportMultipart.part("text/plain; charset=" + (beyond == 0 ? "us-ascii" : "utf-8"), encoding, encoded(body, encoding));
        part.setHeader("Content-Language", text.language());
        return part;
    }

    /** RFC 6533 section 4: 8bit where the report goes as internationalised mail anyway, else encoded, so that it passes everywhere. */
    private static MimeBodyPart status(DeliveryStatus status, boolean senderIsInternational) throws MessagingException, IOException {
        String text = status.text();
        String encoding = Fields.isAscii(text) ? "7bit" : senderIsInternational ? "8bit" : "quoted-printable";
        return ReportMultipart.part("message/" + status.type(), encoding, encoded(text, encoding));
    }

    private static byte[] encoded(String text, String encoding) throws MessagingException, IOException {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try (OutputStream out = MimeUtility.encode(encoded, encoding)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return encoded.toByteArray();
    }
}
