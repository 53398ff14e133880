package org.gatepost.smtp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.DeliverBy;
import org.gatepost.smtp.protocol.FutureRelease;
import org.gatepost.smtp.protocol.Handling;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.OriginalRecipient;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.smtp.protocol.ReversePath;
import org.junit.jupiter.api.Test;

/** How a message is to be handled goes with it, or the message does not go. */
class HandlingTest {

    private static final Handling ALL = Handling.NONE.withSmtpUtf8().withPerRecipientReplies().withSolicitations(List.of("net.example:ADV", "b"))
            .withRelease(new FutureRelease.HoldFor(Duration.ofSeconds(5))).withDeliverBy(new DeliverBy(120, DeliverBy.Mode.RETURN, true)).withPriority(-3);

    @Test
    void saysWhatTheNextHopOffersToTakeAndKeepsTheRest() {
        ScriptedLink link = new ScriptedLink("""
                S: 220 hop
                C: EHLO gate.example
                S: 250-hop
                S: 250-SMTPUTF8
                S: 250-NO-SOLICITING
                S: 250-DELIVERBY 10
                S: 250-DSN
                S: 250 MT-PRIORITY
                C: MAIL FROM:<a@remote.example> SMTPUTF8 SOLICIT=net.example:ADV,b BY=120;RT MT-PRIORITY=-3
                S: 250 ok
                C: RCPT TO:<alice@example.com> ORCPT=utf-8;a\\x{2B}b@example.com
                S: 250 ok
                C: DATA
                S: 354 go
                C: x
                C: .
                S: 250 ok
                """);
        Transmission sent = opened(link, Dialect.SMTP).send(message(BodyType.SEVEN_BIT, ALL, "x\r\n"));
        assertEquals(List.of("250 2.0.0 ok at END_OF_DATA"), shown(sent));
        assertTrue(sent.deliverByPassedOn());
        assertEquals(List.of(), link.left());
    }

    @Test
    void sendsBinaryContentInOneChunkAsItIs() {
        ScriptedLink link = new ScriptedLink("""
                S: 220 hop
                C: EHLO gate.example
                S: 250-hop
                S: 250-PIPELINING
                S: 250-CHUNKING
                S: 250 BINARYMIME
                C: MAIL FROM:<a@remote.example> BODY=BINARYMIME
                C: RCPT TO:<alice@example.com>
                S: 250 ok
                S: 250 ok
                C: BDAT 6 LAST
                C: .
                C: .
                S: 250 ok
                """);
        SmtpClient client = opened(link, Dialect.SMTP);
        assertEquals(List.of("250 2.0.0 ok at END_OF_DATA"), shown(client.send(message(BodyType.BINARY_MIME, Handling.NONE, ".\r\n.\r\n"))));
        assertEquals(List.of(), link.left());
    }

    @Test
    void sendsNothingWhereTheNextHopLacksWhatTheMessageNeeds() {
        assertEquals("550 5.6.7", refused(Dialect.LMTP, "8BITMIME", BodyType.EIGHT_BIT_MIME, Handling.NONE.withSmtpUtf8()));
        assertEquals("550 5.7.30", refused(Dialect.SMTP, "8BITMIME", BodyType.SEVEN_BIT, Handling.NONE.withRequireTls()));
        assertEquals("550 5.3.3", refused(Dialect.SMTP, "8BITMIME", BodyType.SEVEN_BIT, Handling.NONE.withDeliverBy(new DeliverBy(1, DeliverBy.Mode.RETURN, false))));
    }

    @Test
    void aMailboxIsTheEndOfPromisesAboutRelaying() {
        OutgoingMessage message = message(BodyType.SEVEN_BIT, Handling.NONE.withRequireTls().withDeliverBy(new DeliverBy(1, DeliverBy.Mode.RETURN, false)), "x\r\n");
        assertEquals(OutgoingMessage.Demands.NONE, message.toMailboxes().demands());
        OutgoingMessage notified = message(BodyType.SEVEN_BIT, Handling.NONE.withDeliverBy(new DeliverBy(1, DeliverBy.Mode.NOTIFY, false)), "x\r\n");
        assertEquals(OutgoingMessage.Demands.NONE, notified.demands());
    }

    private static String refused(Dialect dialect, String offered, BodyType body, Handling handling) {
        ScriptedLink link = new ScriptedLink("S: 220 hop\nC: " + dialect.hello() + " gate.example\nS: 250-hop\nS: 250 " + offered + "\n");
        SmtpClient client = opened(link, dialect);
        RemoteReply reply = client.send(message(body, handling, "x\r\n")).replies().getFirst();
        assertInstanceOf(RemoteReply.Ours.class, reply);
        assertTrue(client.isUsable(), "for the next message");
        return reply.reply().code() + " " + reply.reply().status();
    }

    private static SmtpClient opened(ScriptedLink link, Dialect dialect) {
        return assertInstanceOf(Opening.Opened.class, SmtpClient.open(link, dialect, "gate.example", ClientTimeouts.DEFAULT)).client();
    }

    private static OutgoingMessage message(BodyType body, Handling handling, String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        RcptParameters rcpt = new RcptParameters(Set.of(), Optional.of(new OriginalRecipient("utf-8", "a+b@example.com")));
        return new OutgoingMessage(ReversePath.of(new Mailbox("a", "remote.example")),
                new MailParameters(OptionalLong.empty(), body, Optional.empty(), Optional.empty(), handling),
                List.of(new OutgoingMessage.To(new Mailbox("alice", "example.com"), rcpt)), new OutgoingContent() {
                    @Override
                    public long size() {
                        return octets.length;
                    }

                    @Override
                    public void writeTo(OutputStream out) throws IOException {
                        out.write(octets);
                    }

                    @Override
                    public OutgoingContent inSevenBit() {
                        return this;
                    }
                });
    }

    private static List<String> shown(Transmission sent) {
        return sent.replies().stream().map(reply -> reply.reply() + " at " + reply.step()).toList();
    }
}
