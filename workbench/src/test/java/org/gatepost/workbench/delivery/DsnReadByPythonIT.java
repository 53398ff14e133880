package org.gatepost.workbench.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.gatepost.adapter.mail.JakartaMailDsnRenderer;
import org.gatepost.adapter.mail.ReportTexts;
import org.gatepost.dsn.DsnReport;
import org.gatepost.dsn.DsnReport.Action;
import org.gatepost.dsn.DsnReport.PerRecipient;
import org.gatepost.mail.QueueId;
import org.gatepost.smtp.protocol.EnhancedStatus;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.Ret;
import org.gatepost.workbench.directory.AlarmBook;
import org.junit.jupiter.api.Test;

/** A report as Python's email package reads it: somebody else's idea of RFC 3464. */
class DsnReadByPythonIT {

    private static final String READER = """
            import sys, email, email.policy
            m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.SMTP)
            parts = list(m.iter_parts())
            print(m.get_content_type(), m.get_param('report-type'), m['auto-submitted'], len(m.defects))
            print(m['subject'])
            print([p.get_content_type() for p in parts], sum(len(p.defects) for p in parts))
            print(parts[0]['content-language'], parts[0].get_content().splitlines()[0])
            fields = parts[1].get_payload()
            print(len(fields), fields[0]['Reporting-MTA'], fields[0]['Received-From-MTA'], fields[1]['Action'], fields[1]['Status'], fields[2]['Final-Recipient'])
            print(parts[2].get_content()['Subject'])
            """;

    private final Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final Random random = new Random(1);

    @Test
    void isUnderstood() throws IOException, InterruptedException {
        assertEquals("""
                multipart/report delivery-status auto-replied 0
                Undelivered mail: x@example.com and 1 more
                ['text/plain', 'message/delivery-status', 'message/rfc822'] 0
                en This is the mail system at gate.example.
                3 dns; gate.example dns; client.example ([192.0.2.9]) failed 5.1.1 rfc822; y@example.com
                hello
                """, read(render("")));
    }

    @Test
    void isUnderstoodInLanguagesBeyondAscii() throws IOException, InterruptedException {
        for (String each : List.of("de|Unzustellbare Nachricht: x@example.com und 1 weitere|Hier ist das Mailsystem von gate.example.",
                "ja|\u914d\u4fe1\u4e0d\u80fd: x@example.com \u307b\u304b 1 \u4ef6|gate.example \u306e\u30e1\u30fc\u30eb\u30b7\u30b9\u30c6\u30e0\u3067\u3059\u3002")) {
            String[] parts = each.split("\\|");
            List<String> said = read(render("Accept-Language: " + parts[0] + "\r\n")).lines().toList();
            assertEquals("multipart/report delivery-status auto-replied 0", said.get(0));
            assertEquals(parts[1], said.get(1));
            assertEquals("['text/plain', 'message/delivery-status', 'message/rfc822'] 0", said.get(2));
            assertEquals(parts[0] + " " + parts[2], said.get(3));
        }
    }

    private byte[] render(String field) {
        List<PerRecipient> recipients = List.of("x", "y").stream().map(user -> new PerRecipient(new Mailbox(user, "example.com"), Optional.empty(),
                Action.FAILED, EnhancedStatus.of("5.1.1"), Optional.of("store.example"), Optional.of(Reply.of(550, "5.1.1", "nobody")), now,
                Optional.empty())).toList();
        DsnReport report = new DsnReport(QueueId.make(now, random), QueueId.make(now, random), new Mailbox("a", "remote.example"), "gate.example",
                Optional.empty(), now, Optional.of(new DsnReport.ReceivedFrom("client.example", IpAddress.parse("192.0.2.9"))), Ret.FULL, recipients);
        byte[] original = (field + "Subject: hello\r\nFrom: a@remote.example\r\n\r\nbody\r\n").getBytes(StandardCharsets.US_ASCII);
        ReportTexts texts = new ReportTexts(Optional.empty(), "en", Map.of(), new AlarmBook());
        return new JakartaMailDsnRenderer(texts).render(report, new ByteArrayInputStream(original), original.length);
    }

    private static String read(byte[] octets) throws IOException, InterruptedException {
        Process python = new ProcessBuilder("python3", "-X", "utf8", "-c", READER).redirectErrorStream(true).start();
        try (OutputStream in = python.getOutputStream()) {
            in.write(octets);
        }
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        python.waitFor();
        return said;
    }
}
