package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.gatepost.workbench.scan.RealMilter;
import org.junit.jupiter.api.Test;

/** A mail filter on the deployed server: Debian's opendkim, which signs what comes from loopback. */
class MilterIT {

    private final RunningGatepost gatepost = RunningGatepost.shared();

    @Test
    void f18WhatOpendkimSignsIsDeliveredOctetForOctet() throws Exception {
        String mark = UUID.randomUUID().toString();
        String content = "From: A <a@" + RealMilter.DOMAIN + ">\r\nTo:alice@example.com\r\nSubject:  " + mark + "\r\n\tfolded\r\nMessage-ID: <" + mark + "@" + RealMilter.DOMAIN
                + ">\r\nDate: Thu, 26 Nov 2026 12:00:00 +0000\r\n\r\nbody  with  spaces ";
        try (RealMilter openDkim = RealMilter.openDkim();
                PolicyChange asked = new PolicyChange(gatepost, "INSERT INTO scanner (version_id, name, protocol, address, source_channels, deadline_ms)"
                        + " VALUES (:version, 'opendkim', 'milter', '127.0.0.1:" + openDkim.port() + "', 'tcp_local', 5000)")) {
            assertEquals("250 2.0.0", send(content).substring(0, 9));
            Path delivered = Eventually.get("it is delivered", Duration.ofSeconds(20), () -> gatepost.mailContaining("alice", mark), copies -> !copies.isEmpty()).getFirst();
            String text = Files.readString(delivered, StandardCharsets.ISO_8859_1);
            assertTrue(text.contains("\r\nDKIM-Signature:"), text);
            assertTrue(text.indexOf("Received:") < text.indexOf("DKIM-Signature:"), text);
            assertTrue(text.endsWith(content + "\r\n"), text);
        }
    }

    private String send(String content) throws Exception {
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            return talk.message("a@" + RealMilter.DOMAIN, "alice@example.com", content);
        }
    }
}
