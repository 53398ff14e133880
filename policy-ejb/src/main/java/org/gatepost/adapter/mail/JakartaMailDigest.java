package org.gatepost.adapter.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeUtility;

import org.gatepost.dsn.AutomaticReply;
import org.gatepost.quarantine.Digest;
import org.gatepost.quarantine.DigestMail;

/** Writes a digest as multipart/alternative, plain and HTML. Safe for use by many threads. */
public final class JakartaMailDigest implements DigestMail {

    private final ZoneId zone;

    /** @param zone in which times are told */
    public JakartaMailDigest(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public byte[] render(Digest digest, Instant at) {
        try {
            DigestText text = new DigestText(digest, zone);
            // No quoted-printable text has "=_" in it.
            ReportMultipart parts = ReportMultipart.alternative("=_" + digest.id());
            parts.addBodyPart(part("text/plain; charset=utf-8", text.plain()));
            parts.addBodyPart(part("text/html; charset=utf-8", text.html()));
            return parts.below(fields(digest, text.subject(), at, parts.getContentType()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MessagingException e) {
            throw new IllegalStateException("a digest could not be rendered: " + digest.id(), e);
        }
    }

    private static InternetHeaders fields(Digest digest, String subject, Instant at, String contentType) {
        InternetHeaders fields = new InternetHeaders();
        fields.setHeader("Date", ReportMultipart.DATE.format(at));
        fields.setHeader("From", "<" + digest.from().address() + ">");
        // An address that is more than ASCII would make the whole message one for SMTPUTF8 (RFC 6532) alone; the envelope has it.
        fields.setHeader("To", Fields.isAscii(digest.to().address()) ? "<" + digest.to().address() + ">" : "undisclosed-recipients:;");
        fields.setHeader("Subject", subject);
        fields.setHeader("Message-ID", "<" + digest.id() + "@" + digest.hostname() + ">");
        fields.setHeader(AutomaticReply.FIELD, AutomaticReply.GENERATED);
        fields.setHeader("MIME-Version", "1.0");
        fields.setHeader("Content-Type", contentType);
        return fields;
    }

    private static MimeBodyPart part(String type, String text) throws MessagingException, IOException {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try (var quoted = MimeUtility.encode(encoded, "quoted-printable")) {
            quoted.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return ReportMultipart.part(type, "quoted-printable", encoded.toByteArray());
    }
}
