package org.gatepost.smtp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import org.gatepost.smtp.client.OutgoingMessage.Demands;
import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.ReversePath;
import org.junit.jupiter.api.Test;

/** What a next hop does not offer. */
class PassOnTest {

    private static final String START = "S: 220 hop\nC: EHLO gate.example\nS: 250-hop\n";
    private static final String ENVELOPE = "C: RCPT TO:<b@b.example>\nS: 250 ok\n";

    /** Content of which a 7-bit form exists, or not. */
    private record Content(String text, long size, Optional<String> sevenBit) implements OutgoingContent {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        @Override
        public OutgoingContent inSevenBit() throws Unconvertible {
            return new Content(sevenBit.orElseThrow(() -> new Unconvertible(Replies.NOT_CONVERTIBLE)), sevenBit.get().length(), sevenBit);
        }
    }

    @Test
    void p01AMessageTheNextHopSaysIsTooLargeIsNotSent() {
        ScriptedLink link = new ScriptedLink(START + "S: 250 SIZE 3\n");
        RemoteReply reply = sent(link, message("1234", BodyType.SEVEN_BIT, Demands.NONE));
        assertEquals("552 5.3.4 message too large for the next hop", reply.reply().toString());
        assertTrue(reply.isAboutMessage());
        assertEquals("", link.unexpected());
    }

    @Test
    void p01ASizeOfZeroSaysNothing() {
        sent(new ScriptedLink(START + "S: 250 SIZE 0\nC: MAIL FROM:<a@a.example> SIZE=3\nS: 250 ok\n" + ENVELOPE + "C: DATA\nS: 354 go\nC: x\nC: .\nS: 250 ok\n"),
                message("x\r\n", BodyType.SEVEN_BIT, Demands.NONE));
    }

    @Test
    void p07EightBitContentIsConvertedForAHopThatDoesNotTakeIt() {
        ScriptedLink link = new ScriptedLink(START + "S: 250 SIZE\nC: MAIL FROM:<a@a.example> SIZE=5\nS: 250 ok\n" + ENVELOPE
                + "C: DATA\nS: 354 go\nC: =FC\nC: .\nS: 250 ok\n");
        assertEquals(250, sent(link, message("\u00fc\r\n", BodyType.EIGHT_BIT_MIME, Demands.NONE)).reply().code());
        assertEquals(List.of(), link.left());
    }

    @Test
    void p07EightBitContentGoesAsItCameToAHopThatTakesIt() {
        sent(new ScriptedLink(START + "S: 250 8BITMIME\nC: MAIL FROM:<a@a.example> BODY=8BITMIME\nS: 250 ok\n" + ENVELOPE
                + "C: DATA\nS: 354 go\nC: \u00fc\nC: .\nS: 250 ok\n"), message("\u00fc\r\n", BodyType.EIGHT_BIT_MIME, Demands.NONE));
    }

    @Test
    void p07WhatCannotBeConvertedIsRefusedBeforeAnythingIsSaid() {
        ScriptedLink link = new ScriptedLink(START + "S: 250 DSN\n");
        RemoteReply reply = sent(link, message(new Content("\u00fc", 1, Optional.empty()), BodyType.EIGHT_BIT_MIME, Demands.NONE));
        assertEquals("5.6.3", reply.reply().status().toString());
        assertEquals("", link.unexpected());
    }

    @Test
    void p05BinaryContentGoesInAChunk() {
        ScriptedLink link = new ScriptedLink(START + "S: 250-CHUNKING\nS: 250-PIPELINING\nS: 250 BINARYMIME\nC: MAIL FROM:<a@a.example> BODY=BINARYMIME\nC: RCPT TO:<b@b.example>\n"
                + "S: 250 ok\nS: 250 ok\nC: BDAT 7 LAST\nC: .\nC: \0\u00fc\nS: 250 2.0.0 ok\n");
        assertEquals("250 2.0.0 ok", sent(link, message(".\r\n\0\u00fc\r\n", BodyType.BINARY_MIME, Demands.NONE)).reply().toString());
        assertEquals(List.of(), link.left());
    }

    @Test
    void p05BinaryContentIsConvertedForAHopThatTakesNoChunks() {
        ScriptedLink link = new ScriptedLink(START + "S: 250 BINARYMIME\nC: MAIL FROM:<a@a.example>\nS: 250 ok\n" + ENVELOPE + "C: DATA\nS: 354 go\nC: =FC\nC: .\nS: 250 ok\n");
        assertEquals(250, sent(link, message("\u00fc\r\n", BodyType.BINARY_MIME, Demands.NONE)).reply().code());
    }

    @Test
    void p05AChunkThatIsNotWhatWasAnnouncedEndsTheConnection() {
        for (long size : new long[] {2, 9}) {
            ScriptedLink link = new ScriptedLink(START + "S: 250-CHUNKING\nS: 250 BINARYMIME\nC: MAIL FROM:<a@a.example> BODY=BINARYMIME\nS: 250 ok\n" + ENVELOPE);
            assertTrue(sent(link, message(new Content("1234\r\n", size, Optional.empty()), BodyType.BINARY_MIME, Demands.NONE)).reply().isTransient());
            assertTrue(link.isClosed());
        }
    }

    @Test
    void p18InternationalAddressesNeedAHopThatTakesThem() {
        assertEquals("5.6.7", sent(new ScriptedLink(START + "S: 250 8BITMIME\n"), message("x\r\n", BodyType.SEVEN_BIT, new Demands(false, true, false))).reply().status().toString());
        sent(new ScriptedLink(START + "S: 250 SMTPUTF8\nC: MAIL FROM:<a@a.example> SMTPUTF8\nS: 250 ok\n" + ENVELOPE + "C: DATA\nS: 354 go\nC: x\nC: .\nS: 250 ok\n"),
                message("x\r\n", BodyType.SEVEN_BIT, new Demands(false, true, false)));
        OutgoingMessage unflagged = new OutgoingMessage(ReversePath.NULL, MailParameters.NONE,
                List.of(new OutgoingMessage.To(new Mailbox("\u00fc", "b.example"), RcptParameters.NONE)), new Content("", 0, Optional.empty()));
        assertTrue(unflagged.demands().smtpUtf8());
    }

    @Test
    void p19RequireTlsIsKept() {
        Demands demands = new Demands(true, false, false);
        RemoteReply reply = sent(new ScriptedLink(START + "S: 250 REQUIRETLS\n"), message("x\r\n", BodyType.SEVEN_BIT, demands));
        assertEquals("550 5.7.30", reply.reply().toString().substring(0, 10));
        String encrypted = START + "S: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nTLS\nC: EHLO gate.example\nS: 250-hop\n";
        assertEquals("5.7.30", sent(new ScriptedLink(encrypted + "S: 250 DSN\n"), message("x\r\n", BodyType.SEVEN_BIT, demands)).reply().status().toString());
        sent(new ScriptedLink(encrypted + "S: 250 REQUIRETLS\nC: MAIL FROM:<a@a.example> REQUIRETLS\nS: 250 ok\n" + ENVELOPE + "C: DATA\nS: 354 go\nC: x\nC: .\nS: 250 ok\n"),
                message("x\r\n", BodyType.SEVEN_BIT, demands));
    }

    private static RemoteReply sent(ScriptedLink link, OutgoingMessage message) {
        boolean tls = link.left().stream().anyMatch(line -> line.equals("TLS"));
        TlsPolicy policy = tls ? new TlsPolicy.Required(new PeerTrust.Authority(Set.of(), Set.of("hop.example"))) : TlsPolicy.NONE;
        SmtpClient client = assertInstanceOf(Opening.Opened.class,
                SmtpClient.open(link, new Introduction(Dialect.SMTP, "hop.example", "gate.example", ClientTimeouts.DEFAULT, policy, Optional.empty()))).client();
        Transmission sent = client.send(message);
        return sent.replies().getFirst();
    }

    private static OutgoingMessage message(String text, BodyType body, Demands demands) {
        return message(new Content(text, text.length(), Optional.of("=FC\r\n")), body, demands);
    }

    private static OutgoingMessage message(OutgoingContent content, BodyType body, Demands demands) {
        return new OutgoingMessage(ReversePath.of(new Mailbox("a", "a.example")), new MailParameters(OptionalLong.empty(), body, Optional.empty(), Optional.empty()),
                List.of(new OutgoingMessage.To(new Mailbox("b", "b.example"), RcptParameters.NONE)), content, demands, Optional.empty());
    }
}
