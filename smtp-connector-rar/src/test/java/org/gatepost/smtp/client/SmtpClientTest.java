package org.gatepost.smtp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.EnhancedStatus;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Notify;
import org.gatepost.smtp.protocol.OriginalRecipient;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.smtp.protocol.Ret;
import org.gatepost.smtp.protocol.ReversePath;
import org.junit.jupiter.api.Test;

class SmtpClientTest {

    private static final Xforward CAME = new Xforward("2001:db8::1", 4711, "c=\u00fc.example", true, "Q1", true);

    private static final String PLAIN_START = """
            S: 220 hop
            C: EHLO gate.example
            S: 250 hop
            """;
    private static final String PIPELINED_START = """
            S: 220 hop
            C: EHLO gate.example
            S: 250-hop
            S: 250 PIPELINING
            """;
    private static final String LMTP_START = """
            S: 220 hop
            C: LHLO gate.example
            S: 250-hop
            S: 250 PIPELINING
            """;

    /** One recipient, step by step, until the content is wanted. */
    private static final String TO_ALICE = """
            C: MAIL FROM:<a@remote.example>
            S: 250 ok
            C: RCPT TO:<alice@example.com>
            S: 250 ok
            C: DATA
            S: 354 go
            """;
    /** The same as a group, and the content, behind which another message is announced. */
    private static final String FIRST_TO_ALICE = """
            C: MAIL FROM:<a@remote.example>
            C: RCPT TO:<alice@example.com>
            C: DATA
            S: 250 ok
            S: 250 ok
            S: 354 go
            C: first
            C: .
            """;

    @Test
    void sendsOneMessageStepByStepWhereNothingIsOffered() {
        ScriptedLink link = new ScriptedLink(PLAIN_START + """
                C: MAIL FROM:<a@remote.example>
                S: 250 2.1.0 fine
                C: RCPT TO:<alice@example.com>
                S: 250 2.1.5 fine
                C: DATA
                S: 354 go
                C: Subject: x
                C: hello
                C: .
                S: 250 2.6.0 queued
                C: QUIT
                """);
        SmtpClient client = opened(link, Dialect.SMTP);
        Transmission sent = client.send(message("Subject: x\r\nhello\r\n", "alice@example.com"));
        assertEquals(List.of("250 2.6.0 queued at END_OF_DATA"), shown(sent));
        assertFalse(sent.dsnPassedOn());
        client.quit();
        assertEquals(List.of(), link.left());
        assertTrue(link.isClosed());
    }

    @Test
    void writesMailRecipientsAndDataAtOnceWherePipeliningIsOffered() {
        ScriptedLink link = new ScriptedLink(PIPELINED_START + """
                C: MAIL FROM:<a@remote.example>
                C: RCPT TO:<alice@example.com>
                C: RCPT TO:<bob@example.com>
                C: DATA
                S: 250 ok
                S: 250 ok
                S: 550 5.1.1 nobody
                S: 354 go
                C: x
                C: .
                S: 250 ok
                """);
        SmtpClient client = opened(link, Dialect.SMTP);
        Transmission sent = client.send(message("x\r\n", "alice@example.com", "bob@example.com"));
        assertEquals(List.of("250 2.0.0 ok at END_OF_DATA", "550 5.1.1 nobody at RCPT"), shown(sent));
        assertEquals(3, link.writes(), "EHLO, the group, the content");
    }

    @Test
    void c24TellsANextHopOfOursWhoseMessageItIsInWhatThatTakes() {
        ScriptedLink link = new ScriptedLink("""
                S: 220 hop
                C: EHLO gate.example
                S: 250-hop
                S: 250-PIPELINING
                S: 250 XFORWARD NAME ADDR PORT PROTO HELO IDENT SOURCE
                C: XFORWARD ADDR=IPV6:2001:db8::1 PORT=4711 NAME=[UNAVAILABLE] PROTO=ESMTP HELO=c+3D+C3+BC.example IDENT=Q1 SOURCE=LOCAL
                S: 501 5.5.4 whatever it says
                """ + FIRST_TO_ALICE + """
                S: 250 2.6.0 taken
                C: XFORWARD ADDR=192.0.2.1 PORT=[UNAVAILABLE] NAME=[UNAVAILABLE] PROTO=SMTP HELO=[UNAVAILABLE] IDENT=Q2 SOURCE=REMOTE
                S: 250 2.0.0 ok
                """ + FIRST_TO_ALICE + """
                S: 250 2.6.0 taken too
                """);
        SmtpClient client = opened(link, Dialect.SMTP);
        OutgoingMessage second = message("first\r\n", "alice@example.com").comingFrom(new Xforward("192.0.2.1", 0, "h".repeat(256), false, "Q2", false));
        assertEquals(List.of("250 2.6.0 taken at END_OF_DATA"), shown(client.send(message("first\r\n", "alice@example.com").comingFrom(CAME), () -> Optional.of(second))));
        assertEquals(List.of("250 2.6.0 taken too at END_OF_DATA"), shown(client.send(second)));
        assertEquals(List.of(), link.left());
    }

    @Test
    void c24TellsNobodyWhoDoesNotTakeItWhoseMessageItIs() {
        ScriptedLink link = new ScriptedLink(PIPELINED_START + FIRST_TO_ALICE + "S: 250 2.6.0 taken\n");
        assertEquals(List.of("250 2.6.0 taken at END_OF_DATA"), shown(opened(link, Dialect.SMTP).send(message("first\r\n", "alice@example.com").comingFrom(CAME))));
        assertEquals(List.of(), link.left());
    }

    @Test
    void announcesTheNextMessageBehindTheFinalDot() {
        ScriptedLink link = new ScriptedLink(PIPELINED_START + FIRST_TO_ALICE + """
                C: MAIL FROM:<a@remote.example>
                C: RCPT TO:<bob@example.com>
                C: DATA
                S: 250 2.6.0 taken
                S: 250 ok
                S: 250 ok
                S: 354 go
                C: second
                C: .
                S: 250 2.6.0 taken too
                C: QUIT
                """);
        SmtpClient client = opened(link, Dialect.SMTP);
        OutgoingMessage second = message("second\r\n", "bob@example.com");
        assertEquals(List.of("250 2.6.0 taken at END_OF_DATA"), shown(client.send(message("first\r\n", "alice@example.com"), () -> Optional.of(second))));
        assertEquals(List.of("250 2.6.0 taken too at END_OF_DATA"), shown(client.send(second)));
        assertEquals(4, link.writes(), "EHLO, a group, content and a group, content");
        client.quit();
        assertEquals(List.of(), link.left());
    }

    @Test
    void whatWasAnnouncedAndRefusedGetsItsOwnReply() {
        ScriptedLink link = new ScriptedLink(LMTP_START + FIRST_TO_ALICE + """
                C: MAIL FROM:<a@remote.example>
                C: RCPT TO:<nobody@example.com>
                C: DATA
                S: 452 4.2.2 full
                S: 250 ok
                S: 550 5.1.1 nobody
                S: 503 5.5.1 no recipients
                C: RSET
                S: 250 ok
                """);
        SmtpClient client = opened(link, Dialect.LMTP);
        OutgoingMessage second = message("second\r\n", "nobody@example.com");
        assertEquals(List.of("452 4.2.2 full at END_OF_DATA"), shown(client.send(message("first\r\n", "alice@example.com"), () -> Optional.of(second))));
        assertEquals(List.of("550 5.1.1 nobody at RCPT"), shown(client.send(second)));
        assertTrue(client.isUsable());
        assertEquals(List.of(), link.left());
    }

    @Test
    void aConnectionThatWaitsForAnnouncedContentTakesNoOtherMessageAndNoQuit() {
        String announced = PIPELINED_START + FIRST_TO_ALICE + """
                C: MAIL FROM:<a@remote.example>
                C: RCPT TO:<bob@example.com>
                C: DATA
                S: 250 ok
                """;
        for (boolean quits : List.of(true, false)) {
            ScriptedLink link = new ScriptedLink(announced);
            SmtpClient client = opened(link, Dialect.SMTP);
            client.send(message("first\r\n", "alice@example.com"), () -> Optional.of(message("second\r\n", "bob@example.com")));
            if (quits) {
                client.quit();
            } else {
                RemoteReply other = client.send(message("third\r\n", "carol@example.com")).replies().getFirst();
                assertEquals(Step.MAIL, assertInstanceOf(RemoteReply.Broken.class, other).step());
            }
            assertTrue(link.isClosed());
            assertEquals(List.of(), link.left());
            assertEquals("", link.unexpected());
        }
    }

    @Test
    void announcesNothingWherePipeliningIsNotOffered() {
        ScriptedLink link = new ScriptedLink(PLAIN_START + TO_ALICE + """
                C: first
                C: .
                S: 250 ok
                C: QUIT
                """);
        SmtpClient client = opened(link, Dialect.SMTP);
        client.send(message("first\r\n", "alice@example.com"), () -> Optional.of(message("second\r\n", "bob@example.com")));
        client.quit();
        assertEquals(List.of(), link.left());
    }

    @Test
    void c26TakesOneReplyForEachAcceptedRecipientInLmtp() {
        ScriptedLink link = new ScriptedLink(LMTP_START + """
                C: MAIL FROM:<a@remote.example>
                C: RCPT TO:<alice@example.com>
                C: RCPT TO:<nobody@example.com>
                C: RCPT TO:<bob@example.com>
                C: DATA
                S: 250 ok
                S: 250 ok
                S: 550 5.1.1 nobody
                S: 250 ok
                S: 354 go
                C: x
                C: .
                S: 250 2.1.5 alice has it
                S: 452 4.2.2 bob is full
                """);
        Transmission sent = opened(link, Dialect.LMTP).send(message("x\r\n", "alice@example.com", "nobody@example.com", "bob@example.com"));
        assertEquals(List.of("250 2.1.5 alice has it at END_OF_DATA", "550 5.1.1 nobody at RCPT", "452 4.2.2 bob is full at END_OF_DATA"), shown(sent));
    }

    @Test
    void resetsWithoutDataWhereEveryRecipientIsRefused() {
        ScriptedLink link = new ScriptedLink(PLAIN_START + """
                C: MAIL FROM:<a@remote.example>
                S: 250 ok
                C: RCPT TO:<x@example.com>
                S: 550 no
                C: RSET
                S: 250 ok
                C: MAIL FROM:<a@remote.example>
                S: 250 ok
                C: RCPT TO:<alice@example.com>
                S: 451 4.3.0 later
                C: RSET
                S: 250 ok
                """);
        SmtpClient client = opened(link, Dialect.SMTP);
        assertEquals(List.of("550 5.0.0 no at RCPT"), shown(client.send(message("x\r\n", "x@example.com"))));
        assertEquals(List.of("451 4.3.0 later at RCPT"), shown(client.send(message("x\r\n", "alice@example.com"))));
        assertTrue(client.isUsable());
        assertEquals(2, client.transactions());
        assertEquals(List.of(), link.left());
    }

    @Test
    void givesNoContentWherePipelinedDataIsGrantedWithoutRecipients() {
        ScriptedLink link = new ScriptedLink(PIPELINED_START + """
                C: MAIL FROM:<a@remote.example>
                C: RCPT TO:<x@example.com>
                C: DATA
                S: 250 ok
                S: 550 no
                S: 354 go
                C: .
                S: 554 no recipients
                C: RSET
                S: 250 ok
                """);
        SmtpClient client = opened(link, Dialect.SMTP);
        assertEquals(List.of("550 5.0.0 no at RCPT"), shown(client.send(message("secret\r\n", "x@example.com"))));
        assertTrue(client.isUsable());
        assertEquals(List.of(), link.left());
    }

    @Test
    void givesTheReplyToMailToEveryRecipient() {
        ScriptedLink link = new ScriptedLink(PLAIN_START + """
                C: MAIL FROM:<a@remote.example>
                S: 552 5.3.4 too big
                C: RSET
                S: 250 ok
                """);
        assertEquals(List.of("552 5.3.4 too big at MAIL", "552 5.3.4 too big at MAIL"),
                shown(opened(link, Dialect.SMTP).send(message("x\r\n", "a@example.com", "b@example.com"))));
        assertEquals(List.of(), link.left());
    }

    @Test
    void saysSizeBodyAndDsnParametersWhereOffered() {
        ScriptedLink link = new ScriptedLink("""
                S: 220 hop
                C: EHLO gate.example
                S: 250-hop
                S: 250-SIZE 1000
                S: 250-8BITMIME
                S: 250 DSN
                C: MAIL FROM:<a@remote.example> SIZE=3 BODY=8BITMIME RET=HDRS ENVID=a+2Bb+20c
                S: 250 ok
                C: RCPT TO:<alice@example.com> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;x+3Dy@example.com
                S: 250 ok
                C: DATA
                S: 354 go
                C: x
                C: .
                S: 250 ok
                """);
        MailParameters parameters = new MailParameters(OptionalLong.of(99), BodyType.EIGHT_BIT_MIME, Optional.of(Ret.HDRS), Optional.of("a+b c"));
        RcptParameters rcpt = new RcptParameters(Set.of(Notify.SUCCESS, Notify.DELAY), Optional.of(new OriginalRecipient("rfc822", "x=y@example.com")));
        Transmission sent = opened(link, Dialect.SMTP).send(new OutgoingMessage(ReversePath.of(new Mailbox("a", "remote.example")), parameters,
                List.of(new OutgoingMessage.To(new Mailbox("alice", "example.com"), rcpt)), content("x\r\n")));
        assertTrue(sent.dsnPassedOn());
        assertFalse(sent.deliverByPassedOn());
        assertEquals(List.of("250 2.0.0 ok at END_OF_DATA"), shown(sent));
    }

    @Test
    void fallsBackToHelo() {
        ScriptedLink link = new ScriptedLink("""
                S: 220-hop
                S: 220 greets you
                C: EHLO gate.example
                S: 502 what
                C: HELO gate.example
                S: 250 hop
                """);
        assertTrue(opened(link, Dialect.SMTP).isUsable());
    }

    @Test
    void reportsARefusedGreetingAndCloses() {
        ScriptedLink link = new ScriptedLink("S: 554 5.7.1 not you\n");
        Opening.Failed failed = assertInstanceOf(Opening.Failed.class, SmtpClient.open(link, Dialect.SMTP, "gate.example", ClientTimeouts.DEFAULT));
        assertEquals(Step.GREETING, failed.reply().step());
        assertEquals("554 5.7.1 not you", failed.reply().reply().toString());
        assertTrue(link.isClosed());
    }

    @Test
    void takesALostConnectionAfterTheFinalDotForATemporaryFailure() {
        ScriptedLink link = new ScriptedLink(PLAIN_START + TO_ALICE + """
                C: x
                C: .
                X
                """);
        SmtpClient client = opened(link, Dialect.SMTP);
        Transmission sent = client.send(message("x\r\n", "alice@example.com"));
        RemoteReply reply = sent.replies().getFirst();
        assertInstanceOf(RemoteReply.Broken.class, reply);
        assertEquals(Step.END_OF_DATA, reply.step());
        assertEquals(EnhancedStatus.of("4.4.2"), reply.reply().status());
        assertFalse(client.isUsable());
        assertTrue(link.isClosed());
    }

    @Test
    void keepsTheRepliesThatCameBeforeAnLmtpConnectionBroke() {
        ScriptedLink link = new ScriptedLink(LMTP_START + """
                C: MAIL FROM:<a@remote.example>
                C: RCPT TO:<alice@example.com>
                C: RCPT TO:<bob@example.com>
                C: DATA
                S: 250 ok
                S: 250 ok
                S: 250 ok
                S: 354 go
                C: x
                C: .
                S: 250 alice has it
                X
                """);
        Transmission sent = opened(link, Dialect.LMTP).send(message("x\r\n", "alice@example.com", "bob@example.com"));
        assertEquals("250 2.0.0 alice has it", sent.replies().get(0).reply().toString());
        assertInstanceOf(RemoteReply.Broken.class, sent.replies().get(1));
    }

    @Test
    void closesOn421AndGivesItToWhoeverIsUndecided() {
        ScriptedLink link = new ScriptedLink(PIPELINED_START + """
                C: MAIL FROM:<a@remote.example>
                C: RCPT TO:<x@example.com>
                C: RCPT TO:<alice@example.com>
                C: DATA
                S: 250 ok
                S: 550 no
                S: 421 4.3.2 closing
                """);
        Transmission sent = opened(link, Dialect.SMTP).send(message("x\r\n", "x@example.com", "alice@example.com"));
        assertEquals(List.of("550 5.0.0 no at RCPT", "421 4.3.2 closing at RCPT"), shown(sent));
        assertTrue(link.isClosed());
    }

    @Test
    void neverEndsTheContentItCouldNotReadWhole() {
        ScriptedLink link = new ScriptedLink(PLAIN_START + TO_ALICE);
        OutgoingMessage broken = message(new OutgoingContent() {
            @Override
            public long size() {
                return 10;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write("half\r\n".getBytes(StandardCharsets.US_ASCII));
                throw new IOException("chunk 2 is missing");
            }

            @Override
            public OutgoingContent inSevenBit() {
                return this;
            }
        }, "alice@example.com");
        Transmission sent = opened(link, Dialect.SMTP).send(broken);
        assertEquals("451 4.3.0 cannot read the content: chunk 2 is missing (at end of data)", sent.replies().getFirst().reply().toString());
        assertFalse(link.unexpected().contains("\r\n.\r\n"));
        assertTrue(link.isClosed());
    }

    @Test
    void hearsTheRefusalOfANextHopThatStopsReading() {
        ScriptedLink link = new ScriptedLink(PIPELINED_START + """
                S: 250 ok
                S: 250 ok
                S: 354 go
                S: 552 5.3.4 too much
                """).failingWritesAfter(2);
        Transmission sent = opened(link, Dialect.SMTP).send(message("x".repeat(70) + "\r\n", "alice@example.com"));
        assertEquals(List.of("552 5.3.4 too much at END_OF_DATA"), shown(sent));
        assertTrue(link.isClosed());
    }

    @Test
    void takesWhatIsNoReplyForATemporaryFailure() {
        for (String garbage : List.of("hello", "2500 ok", "150 wait", "600 what", "25", "250-ok\nS: 251 other", "250-" + "x".repeat(3_000), "354 go")) {
            ScriptedLink link = new ScriptedLink(PLAIN_START + "C: MAIL FROM:<a@remote.example>\nS: " + garbage + "\n");
            Transmission sent = opened(link, Dialect.SMTP).send(message("x\r\n", "alice@example.com"));
            assertInstanceOf(RemoteReply.Broken.class, sent.replies().getFirst(), garbage);
            assertEquals(EnhancedStatus.of("4.5.0"), sent.replies().getFirst().reply().status(), garbage);
            assertTrue(link.isClosed());
        }
    }

    @Test
    void givesUpOnAnEndlessReply() {
        ScriptedLink link = new ScriptedLink("S: 220-more\n".repeat(200));
        Opening.Failed failed = assertInstanceOf(Opening.Failed.class, SmtpClient.open(link, Dialect.SMTP, "gate.example", ClientTimeouts.DEFAULT));
        assertTrue(failed.reply().reply().toString().contains("more than 128 lines"));
    }

    @Test
    void sendsManyRecipientsInGroups() {
        String[] to = new String[250];
        StringBuilder script = new StringBuilder(PIPELINED_START + "C: MAIL FROM:<a@remote.example>\n");
        StringBuilder replies = new StringBuilder("S: 250 ok\n");
        for (int i = 0; i < to.length; i++) {
            to[i] = "u" + i + "@example.com";
            script.append("C: RCPT TO:<").append(to[i]).append(">\n");
            replies.append("S: 250 ok\n");
            if (i == 98 || i == 198) {
                script.append(replies);
                replies.setLength(0);
            }
        }
        script.append("C: DATA\n").append(replies).append("S: 354 go\nC: x\nC: .\nS: 250 ok\n");
        ScriptedLink link = new ScriptedLink(script.toString());
        Transmission sent = opened(link, Dialect.SMTP).send(message("x\r\n", to));
        assertTrue(sent.replies().stream().allMatch(reply -> reply.reply().isPositive()));
        assertEquals(List.of(), link.left());
    }

    @Test
    void takesNoAddressThatWouldBeTwoLines() {
        assertThrows(IllegalArgumentException.class, () -> message("x\r\n", "a\r\nDATA@example.com"));
    }

    @Test
    void asksAboutRecipientsWithoutSendingAnythingAndGoesOnAfterIt() {
        ScriptedLink link = new ScriptedLink(PLAIN_START + """
                C: MAIL FROM:<>
                S: 250 ok
                C: RCPT TO:<nobody@example.com>
                S: 550 5.1.1 nobody here
                C: RSET
                S: 250 ok
                C: MAIL FROM:<probe@gate.example>
                S: 250 ok
                C: RCPT TO:<"a b"@example.com>
                S: 250 2.1.5 fine
                C: RSET
                S: 250 ok
                """ + TO_ALICE + """
                C: x
                C: .
                S: 250 taken
                """);
        SmtpClient client = opened(link, Dialect.SMTP);
        assertEquals("550 5.1.1 nobody here at RCPT", asked(client, ReversePath.NULL, new Mailbox("nobody", "example.com")));
        assertEquals("250 2.1.5 fine at RCPT", asked(client, ReversePath.of(new Mailbox("probe", "gate.example")), new Mailbox("a b", "example.com")));
        assertEquals(List.of("250 2.0.0 taken at END_OF_DATA"), shown(client.send(message("x\r\n", "alice@example.com"))));
        assertEquals(List.of(), link.left());
    }

    @Test
    void ofAQuestionThatIsNotAnsweredItSaysHowFarItCame() {
        assertEquals("550 5.7.1 not from you at MAIL", asked("S: 550 5.7.1 not from you"));
        assertEquals("421 4.3.2 closing at MAIL", asked("S: 421 4.3.2 closing"));
        assertEquals("421 4.3.2 closing at RCPT", asked("S: 250 ok\nC: RCPT TO:<alice@example.com>\nS: 421 4.3.2 closing"));
        assertEquals("421 4.4.2 connection broke: the connection was closed (at rcpt) at RCPT", asked("S: 250 ok\nC: RCPT TO:<alice@example.com>\nX"));
        assertEquals("451 4.5.0 unexpected reply 354 go (at rcpt) at RCPT", asked("S: 250 ok\nC: RCPT TO:<alice@example.com>\nS: 354 go"));
        // What was answered stands.
        assertEquals("250 2.0.0 ok at RCPT", asked("S: 250 ok\nC: RCPT TO:<alice@example.com>\nS: 250 ok\nC: RSET\nX"));
        assertEquals("250 2.0.0 ok at RCPT", asked("S: 250 ok\nC: RCPT TO:<alice@example.com>\nS: 250 ok\nC: RSET\nS: 502 what"));
    }

    @Test
    void anInternationalAddressIsAskedAboutWhereItCanBe() {
        Mailbox international = new Mailbox("j\u00fcrgen", "example.com");
        ScriptedLink link = new ScriptedLink("""
                S: 220 hop
                C: EHLO gate.example
                S: 250-hop
                S: 250 SMTPUTF8
                C: MAIL FROM:<> SMTPUTF8
                S: 250 ok
                C: RCPT TO:<j\u00c3\u00bcrgen@example.com>
                S: 250 ok
                C: RSET
                S: 250 ok
                """);
        assertEquals("250 2.0.0 ok at RCPT", asked(opened(link, Dialect.SMTP), ReversePath.NULL, international));
        RemoteReply ours = opened(new ScriptedLink(PLAIN_START), Dialect.SMTP).ask(ReversePath.NULL, international);
        assertEquals("5.6.7", assertInstanceOf(RemoteReply.Ours.class, ours).reply().status().toString());
    }

    @Test
    void anAddressThatWouldBeMoreThanOneLineIsNotAskedAbout() {
        ScriptedLink link = new ScriptedLink(PLAIN_START);
        RemoteReply ours = opened(link, Dialect.SMTP).ask(ReversePath.NULL, new Mailbox("a\r\nb", "example.com"));
        assertEquals("5.1.3", assertInstanceOf(RemoteReply.Ours.class, ours).reply().status().toString());
        assertEquals("", link.unexpected());
    }

    /** @param answers to MAIL, and what follows */
    private static String asked(String answers) {
        return asked(opened(new ScriptedLink(PLAIN_START + "C: MAIL FROM:<>\n" + answers), Dialect.SMTP), ReversePath.NULL, new Mailbox("alice", "example.com"));
    }

    private static String asked(SmtpClient client, ReversePath from, Mailbox to) {
        RemoteReply said = client.ask(from, to);
        return said.reply() + " at " + said.step();
    }

    private static SmtpClient opened(ScriptedLink link, Dialect dialect) {
        return assertInstanceOf(Opening.Opened.class, SmtpClient.open(link, dialect, "gate.example", ClientTimeouts.DEFAULT)).client();
    }

    static OutgoingMessage message(String content, String... to) {
        return message(content(content), to);
    }

    private static OutgoingMessage message(OutgoingContent content, String... to) {
        return new OutgoingMessage(ReversePath.of(new Mailbox("a", "remote.example")), MailParameters.NONE, Arrays.stream(to).map(address -> {
            int at = address.lastIndexOf('@');
            return new OutgoingMessage.To(new Mailbox(address.substring(0, at), address.substring(at + 1)), RcptParameters.NONE);
        }).toList(), content);
    }

    private static OutgoingContent content(String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        return new OutgoingContent() {
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
        };
    }

    private static List<String> shown(Transmission sent) {
        return sent.replies().stream().map(reply -> reply.reply() + " at " + reply.step()).toList();
    }
}
