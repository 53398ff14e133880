package org.gatepost.adapter.mail;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;

import jakarta.mail.BodyPart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import org.gatepost.mail.ChannelName;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.QueuedMessage;
import org.gatepost.queue.Route;
import org.gatepost.queue.Routing;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.tlsreport.AppliedPolicy;
import org.gatepost.tlsreport.ReportMessage;
import org.gatepost.tlsreport.TlsOutcome;
import org.gatepost.tlsreport.TlsReport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("P19 TLS reports by mail")
class JakartaMailTlsReportTest {

    private static final Mailbox FROM = new Mailbox("tls", "gate.example");
    private static final Mailbox TO = new Mailbox("reports", "a.example");

    private final TlsReport report = TlsReport.of("gate.example", FROM.address(), LocalDate.of(2026, 2, 28), "a.example",
            Map.of(TlsOutcome.success("a.example", AppliedPolicy.NONE), 7L));
    private final byte[] rendered = new JakartaMailTlsReport().render(report, FROM, TO, Instant.EPOCH);

    @Test
    void aReportIsAMessageAsTheRfcHasIt() throws Exception {
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(rendered));
        assertEquals("Report Domain: a.example Submitter: gate.example Report-ID: <2026-02-28.a.example@gate.example>", message.getSubject().replaceAll("\\s+", " "));
        assertEquals("a.example", message.getHeader("TLS-Report-Domain", null));
        assertEquals("gate.example", message.getHeader("TLS-Report-Submitter", null));
        assertEquals("No", message.getHeader("TLS-Required", null));
        assertEquals("auto-generated", message.getHeader("Auto-Submitted", null));
        assertEquals("<tls@gate.example>", message.getHeader("From", null));
        assertTrue(message.isMimeType("multipart/report") && message.getContentType().contains("report-type=tlsrpt"), message.getContentType());
        BodyPart file = ((MimeMultipart) message.getContent()).getBodyPart(1);
        assertTrue(file.isMimeType("application/tlsrpt+gzip"), file.getContentType());
        assertEquals("gate.example!a.example!1772236800!1772323199.json.gz", file.getFileName());
        assertEquals(report.json(), new String(new GZIPInputStream(file.getInputStream()).readAllBytes(), StandardCharsets.UTF_8));
        assertTrue(new String(rendered, StandardCharsets.ISO_8859_1).lines().allMatch(line -> line.length() <= 998 && line.chars().allMatch(c -> c < 128)));
    }

    @Test
    void itGoesToAllItsPlacesWhateverIsWrongWithEncryption() throws Exception {
        Route route = new Route(new ChannelName("tcp_local"), "a.example");
        NewMessage made = ReportMessage.of(rendered, new ReportMessage.Addresses(FROM, TO, List.of(new Routing.Destination(TO, route))), 3, Instant.EPOCH, new Random(1));
        assertEquals(Optional.of(FROM), made.message().envelope().reversePath().mailbox());
        assertEquals(Set.of(QueuedMessage.PREFERS_DELIVERY), made.message().marks());
        assertTrue(made.message().prefersDelivery());
        assertEquals(List.of(route), made.entries().stream().map(entry -> entry.route()).toList());
        assertArrayEquals(rendered, made.content().open().readAllBytes());
    }
}
