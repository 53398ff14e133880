package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.UUID;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.gatepost.workbench.scan.RealAmavisd;
import org.gatepost.workbench.scan.RealClamd;
import org.gatepost.workbench.scan.RealEngine;
import org.gatepost.workbench.scan.RealEngines;
import org.gatepost.workbench.scan.RealMilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail filters on the deployed server: Debian's opendkim, which signs what comes from loopback and verifies the rest, alone and beside engines of other kinds. */
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

    /** Eight engines of as many kinds are asked and change nothing that was signed; then opendkim verifies what was delivered. */
    @Test
    void aSignatureIsIntactBehindEveryKindOfEngine(@TempDir Path home) throws Exception {
        String mark = UUID.randomUUID().toString();
        String content = "From: A <a@" + RealMilter.DOMAIN + ">\r\nTo:alice@example.com\r\nSubject:  " + mark + "\r\n\tfolded\r\nMessage-ID: <" + mark + "@" + RealMilter.DOMAIN
                + ">\r\nDate: Thu, 26 Nov 2026 12:00:00 +0000\r\n\r\nbody  with  spaces \r\n\r\n";
        Path program = Files.writeString(home.resolve("clean"), "#!/bin/sh\ncat >/dev/null\necho '{\"verdict\":\"clean\"}'\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (RealMilter openDkim = RealMilter.openDkim(); RealClamd clamd = RealClamd.start(RealEngines.freePort()); RealMilter clamav = RealMilter.clamav(clamd);
                RealEngine spamd = RealEngines.spamd("").start(); RealEngine rspamd = RealEngines.rspamd("").start(); RealEngine icap = RealEngines.cIcap(clamd.port(), "").start();
                RealAmavisd amavisd = RealAmavisd.start();
                PolicyChange asked = new PolicyChange(gatepost, at("clamd", clamd.port()), at("spamd", spamd.policy().port()), at("rspamd", rspamd.policy().port()),
                        at("icap", icap.policy().port()), at("milter", clamav.port()), engine("lmtp", "'127.0.0.1:" + amavisd.port() + "'", ""),
                        engine("command", "NULL", "command=" + program), engine("attachment", "NULL", ""))) {
            String signed = openDkim.signed(content);
            assertEquals("250 2.0.0", send(signed).substring(0, 9));
            assertEquals(8, Integer.parseInt(gatepost.text("SELECT jsonb_array_length(details -> 'verdicts') FROM trace_event WHERE kind = 'accept' ORDER BY at DESC LIMIT 1")));
            String verdicts = gatepost.text("SELECT details ->> 'verdicts' FROM trace_event WHERE kind = 'accept' ORDER BY at DESC LIMIT 1");
            assertFalse(verdicts.contains("could not"), verdicts);
            Path delivered = Eventually.get("it is delivered", Duration.ofSeconds(20), () -> gatepost.mailContaining("alice", mark), copies -> !copies.isEmpty()).getFirst();
            String text = Files.readString(delivered, StandardCharsets.ISO_8859_1);
            assertTrue(text.contains("X-Virus-Status: Clean"), text);
            assertEquals("pass", openDkim.verified(text));
            assertEquals("fail", openDkim.verified(text.replace("  with", " with")));
        }
    }

    private static String at(String engine, int port) {
        return "UPDATE scanner SET address = '127.0.0.1:" + port + "' WHERE version_id = :version AND name = '" + engine + "'";
    }

    private static String engine(String protocol, String address, String options) {
        return "INSERT INTO scanner (version_id, name, protocol, address, source_channels, options) VALUES (:version, 'own-" + protocol + "', '" + protocol + "', " + address + ", 'tcp_local', '" + options + "')";
    }

    private String send(String content) throws Exception {
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            return talk.message("a@" + RealMilter.DOMAIN, "alice@example.com", content);
        }
    }
}
