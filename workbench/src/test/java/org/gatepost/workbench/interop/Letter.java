package org.gatepost.workbench.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

import org.gatepost.workbench.fixture.SmtpTalk;

/**
 * A message that a test sends, and looks for behind the server it gave it to.
 *
 * @param from what stands behind {@code MAIL FROM:}, parameters and all
 * @param to what stands behind each {@code RCPT TO:}
 * @param token found in its content and nowhere else
 * @param content with CRLF; a character an octet
 */
record Letter(String from, List<String> to, String token, String content) {

    private static final String TRACE_FIELD = "(?:(?:Received|Return-Path|Delivered-To|X-Original-To|DKIM-Filter):[^\r\n]*\r\n(?:[ \t][^\r\n]*\r\n)*)*";

    /** One whose signature many a relay would break: folded fields, space at ends of lines, dots, a line of 998 octets; its body is of this kind. */
    static Letter of(String from, String to, Body body) {
        String token = UUID.randomUUID().toString();
        String content = "Date: Thu, 26 Nov 2026 10:00:00 +0000\r\nMessage-ID: <" + token + "@client.test>\r\nfrom:   Alice\r\n\t<alice@example.com>\r\nTo: \"Some, Body\"\r\n   <b@c.test> (x)\r\nSUBJECT:"
                + " two  spaces \r\n\tfolded\t\r\nX-Empty:\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: " + body.encoding + "\r\n\r\n"
                + ".\r\n..\r\n.dots \t\r\n\r\nFrom the beginning\r\n" + "x".repeat(998) + "\r\n" + body.text + "\r\n\r\n\r\n";
        return new Letter(from, List.of(to), token, content);
    }

    /** What its last lines are made of. */
    enum Body {
        SEVEN_BIT("7bit", "plain"), EIGHT_BIT("8bit", new String("Gr\u00fc\u00dfe \u20ac".getBytes(UTF_8), ISO_8859_1));

        private final String encoding;
        private final String text;

        Body(String encoding, String text) {
            this.encoding = encoding;
            this.text = text;
        }
    }

    /** The same with more text at its end, to so many octets. */
    Letter ofOctets(int octets) {
        int lines = (octets - content.length()) / 80 + 1;
        return new Letter(from, to, token, content + ("y".repeat(78) + "\r\n").repeat(lines));
    }

    /** UTF-8 as {@link SmtpTalk} sends it. */
    static String octets(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    /** Gives it to a server that was greeted, by DATA; returns what it said last. */
    String sendBy(SmtpTalk talk) throws IOException {
        talk.say("MAIL FROM:" + from).expect("250");
        for (String recipient : to) {
            talk.say("RCPT TO:" + recipient).expect("250");
        }
        talk.say("DATA").expect("354");
        return talk.send(content.replaceAll("(?m)^\\.", "..") + ".\r\n").expect("250");
    }

    /** Gives it to Gatepost as alice, who may write to everybody; returns the queue id. */
    String submitTo(int port) throws IOException {
        try (SmtpTalk talk = SmtpTalk.introduced(port)) {
            talk.say("AUTH PLAIN " + Base64.getEncoder().encodeToString("\0alice\0alice".getBytes(UTF_8))).expect("235");
            String reply = sendBy(talk);
            talk.say("QUIT").expect("221");
            return reply.replaceFirst("(?s).* ", "");
        }
    }

    /** What arrived is octet for octet what was sent, behind nothing but trace fields, which are returned. */
    String assertUnchanged(String arrived) {
        assertTrue(arrived.endsWith(content), () -> "changed on its way:\n" + arrived + "\nwas:\n" + content);
        String before = arrived.substring(0, arrived.length() - content.length());
        assertEquals("", before.replaceFirst(TRACE_FIELD, ""), "more than trace fields");
        return before.replaceAll("\r\n[ \t]+", " ");
    }
}
