package org.gatepost.adapter.mail;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import jakarta.mail.Session;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.gatepost.dsn.DsnReport;
import org.gatepost.dsn.DsnReport.Action;
import org.gatepost.dsn.DsnReport.PerRecipient;
import org.gatepost.mail.QueueId;
import org.gatepost.smtp.protocol.EnhancedStatus;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.OriginalRecipient;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.Ret;
import org.gatepost.trace.AlarmList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Q04 the form of reports (RFC 3464, RFC 6533)")
class JakartaMailDsnRendererTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String ORIGINAL = "From: a@remote.example\r\nSubject: hello\r\nMessage-ID:\r\n <one@remote.example>\r\n\r\nbody\r\n.dot\r\n";

    private static final ReportTexts TEXTS = new ReportTexts(Optional.empty(), "en", Map.of(), new AlarmList());

    private final Random random = new Random(1);
    private final QueueId about = QueueId.make(NOW, random);

    @Test
    void saysInFieldsWhatBecameOfEachRecipient() throws Exception {
        MimeMessage message = read(render(failed("nobody"), ORIGINAL));
        assertEquals("Mail Delivery System <postmaster@gate.example>", message.getHeader("From", null));
        assertEquals("<a@remote.example>", message.getHeader("To", null));
        assertEquals("Undelivered mail: nobody@example.com", message.getSubject());
        assertEquals("auto-replied", message.getHeader("Auto-Submitted", null));
        assertEquals("<one@remote.example>", message.getHeader("In-Reply-To", null));
        assertEquals("<one@remote.example>", message.getHeader("References", null));
        assertEquals("1.0", message.getHeader("MIME-Version", null));
        assertEquals(NOW, message.getSentDate().toInstant());
        assertTrue(message.getMessageID().endsWith("@gate.example>"));
        assertTrue(message.isMimeType("multipart/report"));
        assertTrue(message.getContentType().contains("report-type=delivery-status"));

        DeliveryStatus status = status(message);
        assertEquals("dns; gate.example", status.getMessageDSN().getHeader("Reporting-MTA", null));
        assertEquals("env 1", status.getMessageDSN().getHeader("Original-Envelope-Id", null));
        assertEquals("dns; client.example ([192.0.2.9])", status.getMessageDSN().getHeader("Received-From-MTA", null));
        assertEquals("Mon, 23 Nov 2026 11:59:00 +0000", status.getMessageDSN().getHeader("Arrival-Date", null));
        assertEquals(1, status.getRecipientDSNCount());
        InternetHeaders recipient = status.getRecipientDSN(0);
        assertEquals("rfc822; nobody@example.com", recipient.getHeader("Final-Recipient", null));
        assertEquals("rfc822; first@example.com", recipient.getHeader("Original-Recipient", null));
        assertEquals("failed", recipient.getHeader("Action", null));
        assertEquals("5.1.1", recipient.getHeader("Status", null));
        assertEquals("dns; store.example", recipient.getHeader("Remote-MTA", null));
        assertEquals("smtp; 550 5.1.1 no such user", recipient.getHeader("Diagnostic-Code", null));
        assertEquals("Mon, 23 Nov 2026 12:00:00 +0000", recipient.getHeader("Last-Attempt-Date", null));
        assertEquals(about.toString(), recipient.getHeader("Final-Log-ID", null));
        assertNull(recipient.getHeader("Will-Retry-Until", null));
    }

    @Test
    void returnsTheWholeMessageOctetForOctet() throws Exception {
        MimeMessage message = read(render(failed("nobody"), ORIGINAL));
        MimeBodyPart returned = part(message, 2);
        assertTrue(returned.isMimeType("message/rfc822"));
        assertEquals("7bit", returned.getEncoding());
        assertArrayEquals(ORIGINAL.getBytes(StandardCharsets.US_ASCII), returned.getRawInputStream().readAllBytes());
    }

    @Test
    void returnsOnlyTheHeaderWhereThatIsAsked() throws Exception {
        MimeMessage message = read(render(delayed(), ORIGINAL));
        assertEquals("Delayed mail: slow@example.com", message.getSubject());
        MimeBodyPart returned = part(message, 2);
        assertTrue(returned.isMimeType("text/rfc822-headers"));
        assertEquals(ORIGINAL.substring(0, ORIGINAL.indexOf("\r\n\r\n") + 2), new String(returned.getRawInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        assertEquals("Wed, 25 Nov 2026 12:00:00 +0000", status(message).getRecipientDSN(0).getHeader("Will-Retry-Until", null));
    }

    @Test
    void marksEightBitContentAndItself() throws Exception {
        byte[] octets = render(failed("nobody"), "Subject: gr\u00fcn\r\n\r\nb\u00e4ume\r\n");
        MimeMessage message = read(octets);
        assertEquals("8bit", message.getHeader("Content-Transfer-Encoding", null));
        assertEquals("8bit", part(message, 2).getEncoding());
        assertEquals("7bit", part(message, 0).getEncoding());
    }

    @Test
    void writesNoLineOver998OctetsAndNoBareLineEnd() throws Exception {
        Reply talkative = new Reply(550, EnhancedStatus.of("5.7.1"), List.of("x".repeat(490), "", "y".repeat(490), "z"));
        DsnReport report = report(Ret.FULL, new PerRecipient(new Mailbox("u".repeat(64), "example.com"), Optional.empty(), Action.FAILED,
                EnhancedStatus.of("5.7.1"), Optional.of("store.example"), Optional.of(talkative), NOW, Optional.empty()));
        for (String original : List.of("Subject: s\r\n\r\n" + "l".repeat(5_000) + "\r\n", "Subject: " + "l".repeat(5_000) + "\r\n\r\nx\r\n")) {
            String text = new String(render(report, original), StandardCharsets.ISO_8859_1);
            assertTrue(text.endsWith("\r\n"));
            for (String line : text.split("\r\n", -1)) {
                assertTrue(line.length() <= 998, () -> "line of " + line.length());
                assertTrue(line.indexOf('\n') < 0 && line.indexOf('\r') < 0, line);
            }
        }
        assertTrue(status(read(render(report, ORIGINAL))).getRecipientDSN(0).getHeader("Diagnostic-Code", null).endsWith("z"));
    }

    @Test
    void namesANextHopWithoutANameByItsAddressInBrackets() throws Exception {
        for (String address : List.of("192.0.2.7", "2001:db8::7")) {
            DsnReport report = report(Ret.HDRS, new PerRecipient(new Mailbox("nobody", "example.com"), Optional.empty(), Action.FAILED,
                    EnhancedStatus.of("5.1.1"), Optional.of(address), Optional.empty(), NOW, Optional.empty()));
            String literal = address.contains(":") ? "[IPv6:" + address + "]" : "[" + address + "]";
            assertEquals("dns; " + literal, status(read(render(report, ORIGINAL))).getRecipientDSN(0).getHeader("Remote-MTA", null));
        }
    }

    @Test
    void letsNoSenderWriteFields() throws Exception {
        PerRecipient evil = new PerRecipient(new Mailbox("nobody", "example.com"),
                Optional.of(new OriginalRecipient("rfc822", "x\r\nBcc: y")), Action.FAILED, EnhancedStatus.of("5.1.1"), Optional.empty(), Optional.empty(),
                NOW, Optional.empty());
        MimeMessage message = read(render(report(Ret.FULL, evil), "Message-ID: <a@b>\r\n <evil@x>\r\n\r\n"));
        InternetHeaders recipient = status(message).getRecipientDSN(0);
        assertEquals("rfc822; x+0D+0ABcc: y", recipient.getHeader("Original-Recipient", null));
        assertNull(recipient.getHeader("Bcc", null));
    }

    @Test
    void speaksPlainlyToPeople() throws Exception {
        String text = new String(part(read(render(failed("nobody"), ORIGINAL)), 0).getRawInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertTrue(text.contains("<nobody@example.com> will not get it.\r\nThe mail system at store.example answered:\r\n    550 5.1.1 no such user\r\n"), text);
        assertTrue(text.contains("Your message is attached."), text);
    }

    private DsnReport failed(String user) {
        return report(Ret.FULL, new PerRecipient(new Mailbox(user, "example.com"), Optional.of(new OriginalRecipient("rfc822", "first@example.com")),
                Action.FAILED, EnhancedStatus.of("5.1.1"), Optional.of("store.example"), Optional.of(Reply.of(550, "5.1.1", "no such user")), NOW,
                Optional.empty()));
    }

    private DsnReport delayed() {
        return report(Ret.HDRS, new PerRecipient(new Mailbox("slow", "example.com"), Optional.empty(), Action.DELAYED, EnhancedStatus.of("4.4.1"),
                Optional.empty(), Optional.empty(), NOW, Optional.of(Instant.parse("2026-11-25T12:00:00Z"))));
    }

    private DsnReport report(Ret returns, PerRecipient recipient) {
        return new DsnReport(QueueId.make(NOW, random), about, new Mailbox("a", "remote.example"), "gate.example", Optional.of("env 1"),
                NOW.minusSeconds(60), Optional.of(new DsnReport.ReceivedFrom("client.example", IpAddress.parse("192.0.2.9"))), returns, List.of(recipient));
    }

    private static byte[] render(DsnReport report, String original) {
        byte[] octets = original.getBytes(StandardCharsets.ISO_8859_1);
        return new JakartaMailDsnRenderer(TEXTS).render(report, new ByteArrayInputStream(octets), octets.length);
    }

    private static MimeMessage read(byte[] octets) throws Exception {
        return new MimeMessage((Session) null, new ByteArrayInputStream(octets));
    }

    private static MimeBodyPart part(MimeMessage message, int number) throws Exception {
        MimeMultipart parts = assertInstanceOf(MimeMultipart.class, message.getContent());
        assertEquals(3, parts.getCount());
        return (MimeBodyPart) parts.getBodyPart(number);
    }

    private static DeliveryStatus status(MimeMessage message) throws Exception {
        MimeBodyPart part = part(message, 1);
        assertTrue(part.isMimeType("message/delivery-status"));
        return new DeliveryStatus(part.getRawInputStream());
    }
}
