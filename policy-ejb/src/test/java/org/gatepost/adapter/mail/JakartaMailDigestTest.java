package org.gatepost.adapter.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;

import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;

import org.gatepost.quarantine.Digest;
import org.gatepost.smtp.protocol.Mailbox;
import org.junit.jupiter.api.Test;

class JakartaMailDigestTest {

    private static final Instant AT = Instant.parse("2026-11-27T07:00:00Z");
    private static final String LINK = "https://mx.example.com:8181/quarantine/release?t=cmVs.YWJj";
    private static final String TRICKS = "a\r\nBcc: x@x.example\r\n\r\n<script>alert(\"1\")</script> \u202egpj.exe\u2066 \u0007& http://evil.example/ www.evil.example";

    @Test
    void v08IsPlainAndHtmlAndSaysThatNoPersonWroteIt() throws Exception {
        MimeMessage message = read(digest(new Digest.Line(AT, "A <a@remote.example>", "Gewinn für Sie", "Sieve of engines: hold (rspamd: spam, 9.0 of 6.0)", LINK)));
        assertEquals("1 message was kept back as spam", message.getSubject());
        assertEquals("auto-generated", message.getHeader("Auto-Submitted", null));
        assertEquals("<alice@example.com>", message.getHeader("To", null));
        assertEquals("<postmaster@example.com>", message.getHeader("From", null));
        assertEquals("<01ARZ@mx.example.com>", message.getMessageID());
        assertTrue(message.getContentType().startsWith("multipart/alternative"), message.getContentType());
        assertEquals("text/plain; charset=utf-8", part(message, 0).getContentType());
        assertTrue(text(message, 0).contains("1. 27 Nov 2026 08:00 CET\r\n   From: A <a@remote.example>\r\n   Subject: Gewinn für Sie\r\n"
                + "   Why: Sieve of engines: hold (rspamd: spam, 9.0 of 6.0)\r\n   Release: " + LINK + "\r\n"), text(message, 0));
        assertTrue(text(message, 1).contains("<td><bdi>Gewinn für Sie</bdi></td>"), text(message, 1));
        assertTrue(text(message, 1).contains("href=\"" + LINK + "\">Release</a>"), text(message, 1));
    }

    @Test
    void v08WhatASenderWroteIsNoLineNoMarkupNoLinkAndTurnsNothingRound() throws Exception {
        MimeMessage message = read(digest(new Digest.Line(AT, TRICKS, TRICKS, TRICKS, LINK)));
        assertEquals(8, Collections.list(message.getAllHeaders()).size());
        for (int form = 0; form < 2; form++) {
            String text = text(message, form);
            assertFalse(text.contains("\nBcc"), text);
            assertFalse(text.contains("\u202e") || text.contains("\u2066") || text.contains("\u0007"), text);
            assertFalse(text.contains("http://") || text.contains("www.evil"), text);
            assertTrue(text.contains("??gpj") || text.contains("?gpj.exe?"), text);
        }
        assertFalse(text(message, 1).contains("<script"), text(message, 1));
        assertTrue(text(message, 1).contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;"), text(message, 1));
    }

    @Test
    void v08LongWordsAreCutAndSevenBitsAreEnough() {
        byte[] octets = new JakartaMailDigest(ZoneId.of("UTC")).render(digest(new Digest.Line(AT, "x".repeat(10_000), "é".repeat(10_000), "", LINK)), AT);
        assertTrue(octets.length < 10_000, octets.length + " octets");
        for (byte octet : octets) {
            assertTrue(octet >= 0, "an octet above 127");
        }
        for (String line : new String(octets, StandardCharsets.US_ASCII).split("\r\n", -1)) {
            assertTrue(line.length() <= 200, line);
        }
    }

    @Test
    void v08ADigestHasItsMostCopiesAndSaysWhatItLeavesOut() throws Exception {
        Digest.Line line = new Digest.Line(AT, "a", "b", "c", LINK);
        Digest full = new Digest("01ARZ", "mx.example.com", new Mailbox("postmaster", "example.com"), new Mailbox("alice", "example.com"),
                Collections.nCopies(Digest.COPIES_MAX, line), 12, AT);
        assertEquals("62 messages were kept back as spam", read(full).getSubject());
        assertTrue(text(read(full), 0).contains("12 more are kept back; the next of these messages tells of them."), text(read(full), 0));
        assertThrows(IllegalArgumentException.class, () -> new Digest("01ARZ", "mx.example.com", full.from(), full.to(), Collections.nCopies(Digest.COPIES_MAX + 1, line), 0, AT));
    }

    private static Digest digest(Digest.Line line) {
        return new Digest("01ARZ", "mx.example.com", new Mailbox("postmaster", "example.com"), new Mailbox("alice", "example.com"), List.of(line), 0, AT.plusSeconds(86_400));
    }

    private static MimeMessage read(Digest digest) throws Exception {
        return new MimeMessage(null, new ByteArrayInputStream(new JakartaMailDigest(ZoneId.of("Europe/Vienna")).render(digest, AT)));
    }

    private static MimeBodyPart part(MimeMessage message, int number) throws Exception {
        return (MimeBodyPart) new MimeMultipart(new ByteArrayDataSource(message.getInputStream(), message.getContentType())).getBodyPart(number);
    }

    private static String text(MimeMessage message, int number) throws Exception {
        return new String(part(message, number).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
