package org.gatepost.adapter.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.Locale;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;

/** The parts of a report (RFC 6522), or of another message we write. */
final class ReportMultipart extends MimeMultipart {

    /** As header fields write a time. */
    static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** @param boundary made of the report's own id, which no message can hold that came before it */
    ReportMultipart(String boundary, String reportType) throws MessagingException {
        ContentType type = new ContentType("multipart/report");
        type.setParameter("report-type", reportType);
        type.setParameter("boundary", boundary);
        contentType = type.toString();
    }

    private ReportMultipart(ContentType type) {
        contentType = type.toString();
    }

    /** The same text in several forms, the plainest first (RFC 2046 section 5.1.4). @param boundary that no encoded part can hold */
    static ReportMultipart alternative(String boundary) throws MessagingException {
        ContentType type = new ContentType("multipart/alternative");
        type.setParameter("boundary", boundary);
        return new ReportMultipart(type);
    }

    /** The message these parts are the content of; its fields may be in UTF-8. */
    byte[] below(InternetHeaders fields) throws MessagingException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String line : Collections.list(fields.getAllHeaderLines())) {
            out.writeBytes((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
        out.writeBytes(new byte[] {'\r', '\n'});
        writeTo(out);
        return out.toByteArray();
    }

    /** A part of octets that are encoded already. */
    static MimeBodyPart part(String type, String encoding, byte[] octets) throws MessagingException {
        InternetHeaders fields = new InternetHeaders();
        fields.setHeader("Content-Type", type);
        fields.setHeader("Content-Transfer-Encoding", encoding);
        return new MimeBodyPart(fields, octets);
    }
}
