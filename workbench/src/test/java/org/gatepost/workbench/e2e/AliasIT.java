package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Addresses that lead to several, on the deployed server. */
class AliasIT {

    private final RunningGatepost gatepost = RunningGatepost.shared();

    @Test
    @DisplayName("Q03 a sender who asks for success is told once that the group was expanded, and nothing of each delivery")
    void expansionIsReportedOnce() throws Exception {
        String sender = "expanded-" + UUID.randomUUID().toString().substring(0, 8) + "@remote.example";
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<" + sender + "> ENVID=one").expect("250");
            talk.say("RCPT TO:<team@example.com> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;team@example.com").expect("250");
            talk.say("DATA").expect("354");
            talk.say("Subject: to all\r\n\r\nx\r\n.").expect("250");
        }
        List<Path> reports = Eventually.get("a report", Duration.ofSeconds(30), () -> gatepost.mailContaining("remote", "To: <" + sender + ">"), found -> !found.isEmpty());
        String report = Files.readString(reports.getFirst(), StandardCharsets.ISO_8859_1);
        assertTrue(report.startsWith("Return-Path: <>"), report);
        for (String field : List.of("Original-Envelope-Id: one", "Original-Recipient: rfc822;team@example.com", "Final-Recipient: rfc822;team@example.com", "Action: expanded",
                "Status: 2.1.5")) {
            assertTrue(report.replace("rfc822; ", "rfc822;").contains(field), field + " is not in\n" + report);
        }
        Eventually.get("all three copies", Duration.ofSeconds(30), () -> gatepost.mailContaining("alice", "<" + sender + ">").size()
                + gatepost.mailContaining("bob", "<" + sender + ">").size() + gatepost.mailContaining("remote", "Return-Path: <" + sender + ">").size(), Integer.valueOf(3)::equals);
        assertEquals("dsn", gatepost.text("SELECT string_agg(kind, ' ') FROM trace_event WHERE kind IN ('dsn', 'no_dsn') AND sender = '" + sender + "'"));
    }
}
