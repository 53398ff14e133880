package org.gatepost.workbench.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.gatepost.adapter.mail.JakartaMailDsnRenderer;
import org.gatepost.dsn.DsnReport;
import org.gatepost.dsn.DsnReport.Action;
import org.gatepost.dsn.DsnReport.PerRecipient;
import org.gatepost.mail.QueueId;
import org.gatepost.smtp.protocol.EnhancedStatus;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.Ret;
import org.junit.jupiter.api.Test;

/** A report as Python's email package reads it: somebody else's idea of RFC 3464. */
class DsnReadByPythonIT {

    private static final String READER = """
            import sys, email, email.policy
            m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.SMTP)
            parts = list(m.iter_parts())
            print(m.get_content_type(), m.get_param('report-type'), m['auto-submitted'], len(m.defects))
            print([p.get_content_type() for p in parts], sum(len(p.defects) for p in parts))
            fields = parts[1].get_payload()
            print(len(fields), fields[0]['Reporting-MTA'], fields[1]['Action'], fields[1]['Status'], fields[2]['Final-Recipient'])
            print(parts[2].get_content()['Subject'])
            """;

    @Test
    void isUnderstood() throws IOException, InterruptedException {
        Instant now = Instant.parse("2026-11-23T12:00:00Z");
        Random random = new Random(1);
        List<PerRecipient> recipients = List.of("x", "y").stream().map(user -> new PerRecipient(new Mailbox(user, "example.com"), Optional.empty(),
                Action.FAILED, EnhancedStatus.of("5.1.1"), Optional.of("store.example"), Optional.of(Reply.of(550, "5.1.1", "nobody")), now,
                Optional.empty())).toList();
        DsnReport report = new DsnReport(QueueId.make(now, random), QueueId.make(now, random), new Mailbox("a", "remote.example"), "gate.example",
                Optional.empty(), now, Ret.FULL, recipients);
        byte[] original = "Subject: hello\r\nFrom: a@remote.example\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] octets = new JakartaMailDsnRenderer().render(report, new ByteArrayInputStream(original), original.length);
        assertEquals("""
                multipart/report delivery-status auto-replied 0
                ['text/plain', 'message/delivery-status', 'message/rfc822'] 0
                3 dns; gate.example failed 5.1.1 rfc822; y@example.com
                hello
                """, read(octets));
    }

    private static String read(byte[] octets) throws IOException, InterruptedException {
        Process python = new ProcessBuilder("python3", "-c", READER).redirectErrorStream(true).start();
        try (OutputStream in = python.getOutputStream()) {
            in.write(octets);
        }
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        python.waitFor();
        return said;
    }
}
