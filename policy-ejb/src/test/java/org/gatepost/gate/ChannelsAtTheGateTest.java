package org.gatepost.gate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

import org.gatepost.channel.Channel;
import org.gatepost.conversion.ConversionEntries;
import org.gatepost.conversion.ConversionReader;
import org.gatepost.conversion.ConversionReading;
import org.gatepost.conversion.PartPrograms;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.queue.QueueEntry;
import org.gatepost.queue.RecipientState;
import org.gatepost.smtp.protocol.CountLimits;
import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.SessionLimits;
import org.gatepost.trace.TraceEvent;
import org.junit.jupiter.api.Test;

/** What channels do to sessions and messages: the rows of the channels' checklist that can be seen at the gate. */
class ChannelsAtTheGateTest {

    private static final String MESSAGE = "From: a@remote.example\r\nSubject: x\r\n\r\nhello\r\n";

    private final TestGate gate = new TestGate();

    @Test
    void c01EveryRecipientHasASourceAndADestinationChannel() {
        TestGate.Session session = gate.session("submission").encrypt().login("alice");
        assertEquals("250", session.mail("alice@example.com"));
        assertEquals("250", session.rcpt("bob@example.com"));
        assertEquals("250", session.rcpt("out@remote.example"));
        assertEquals("250", session.message(MESSAGE.replace("a@remote.example", "alice@example.com")));
        Map<String, String> ways = new TreeMap<>();
        for (QueueEntry entry : gate.stored.getFirst().entries()) {
            entry.recipients().forEach(recipient -> ways.put(recipient.recipient().address().address(), entry.route().channel().value()));
        }
        assertEquals(Map.of("bob@example.com", "tcp_lmtpcs", "out@remote.example", "tcp_local"), ways);
        assertEquals("tcp_submit", gate.stored.getFirst().message().origin().sourceChannel().value());
    }

    @Test
    void c02ThePortSaysByWhichChannelMailEnters() {
        assertEquals("tcp_local", gate.session("smtp").sourceChannel());
        assertEquals("tcp_submit", gate.session("submission").sourceChannel());
    }

    @Test
    void c03ClientsAreSwitchedByTheirAddressToAChannelThatAllowsIt() {
        gate.tables("INTERNAL_IP\n  $(192.0.2.7/32)  $Y\n  *  $N\n");
        gate.channel("tcp_intranet", "", "internal");
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "switchchannel");
        assertEquals("tcp_intranet", gate.session("smtp").sourceChannel());
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "allowswitchchannel");
        assertEquals("tcp_local", gate.session("smtp").sourceChannel());
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "noswitchchannel");
        assertEquals("tcp_local", gate.session("smtp").sourceChannel());
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "switchchannel");
        gate.channel("tcp_intranet", "", "internal noswitchchannel");
        assertEquals("channel tcp_local: switchchannel leads to tcp_intranet, which says noswitchchannel", assertThrows(IllegalArgumentException.class, gate::compiled).getMessage());
    }

    @Test
    void c04ClientsInInternalIpMayRelayAndOthersMayNot() {
        gate.channel("tcp_intranet", "", "internal");
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "switchchannel");
        for (Map.Entry<String, String> row : Map.of("192.0.2.7/32", "250", "192.0.2.8/32", "550 5.7.1").entrySet()) {
            gate.tables("INTERNAL_IP\n  $(" + row.getKey() + ")  $Y\n  *  $N\n");
            TestGate.Session session = gate.session("smtp");
            session.mail("x@remote.example");
            assertEquals(row.getValue(), session.rcpt("out@remote.example"), row.getKey());
        }
    }

    @Test
    void c05EncryptionSwitchesTheChannel() {
        gate.channel("tcp_tls", "", "noswitchchannel");
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "maytlsserver tlsswitchchannel tcp_tls");
        TestGate.Session session = gate.session("smtp");
        assertEquals("tcp_local", session.sourceChannel());
        assertEquals("tcp_tls", session.encrypt().sourceChannel());
    }

    @Test
    void c06AuthenticationSwitchesTheChannelAlsoToOneThatIsSwitchedToByNothingElse() {
        gate.channel("tcp_auth", "", "mustsaslserver noswitchchannel");
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "maytlsserver maysaslserver saslswitchchannel tcp_auth");
        TestGate.Session session = gate.session("smtp").encrypt();
        assertEquals("tcp_local", session.sourceChannel());
        assertEquals("tcp_auth", session.login("alice").sourceChannel());
    }

    @Test
    void c07AUsersOwnChannelGoesBeforeTheOneForAllUsers() {
        gate.channel("tcp_auth", "", "mustsaslserver");
        gate.channel("tcp_limited", "", "mustsaslserver");
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "maytlsserver maysaslserver saslswitchchannel tcp_auth");
        assertEquals("tcp_limited", gate.session("smtp").encrypt().login("mallory").sourceChannel());
        assertEquals("tcp_auth", gate.session("smtp").encrypt().login("alice").sourceChannel());
    }

    @Test
    void c08TheDirectorysWordOnTheReversePathSwitchesTheChannelOfATransaction() {
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "maytlsserver userswitchchannel");
        gate.channel("tcp_slow", "", "recipientcutoff 1");
        gate.directory.sendsBy("bob@example.com", "tcp_slow");
        TestGate.Session session = gate.session("smtp");
        assertEquals("250", session.mail("bob@example.com"));
        assertEquals("tcp_slow", session.sourceChannel());
        assertEquals(1, session.limits().counts().recipientCutoff());
        assertEquals("250", session.mail("alice@example.com"));
        assertEquals("tcp_local", session.sourceChannel());
        assertEquals("250", session.mail("bob@remote.example"));
        assertEquals("tcp_local", session.sourceChannel());
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "maytlsserver");
        TestGate.Session without = gate.session("smtp");
        assertEquals("250", without.mail("bob@example.com"));
        assertEquals("tcp_local", without.sourceChannel());
    }

    @Test
    void c08WhoeverClaimsAnAddressGetsRoundNothing() {
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "maytlsserver userswitchchannel");
        gate.directory.sendsBy("bob@example.com", "tcp_slow");
        for (Map.Entry<String, String> row : Map.of("noswitchchannel", "451 4.3.0", "internal", "451 4.3.0", "maysaslserver musttlsserver", "530 5.7.0", "mustsaslserver", "530 5.7.0",
                "maysaslserver", "250").entrySet()) {
            gate.channel("tcp_slow", "", row.getKey());
            assertEquals(row.getValue(), gate.session("smtp").mail("bob@example.com"), row.getKey());
        }
        gate.directory.sendsBy("bob@example.com", "tcp_gone");
        assertEquals("451 4.3.0", gate.session("smtp").mail("bob@example.com"));
        gate.channel("tcp_slow", "", "");
        gate.directory.sendsBy("bob@example.com", "tcp_slow");
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "userswitchchannel maysaslserver mustsaslserver");
        assertEquals("530 5.7.0", gate.session("smtp").mail("bob@example.com"));
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "userswitchchannel");
        gate.directory.fail("no answer");
        assertEquals("451 4.4.3", gate.session("smtp").mail("bob@example.com"));
    }

    @Test
    void c09TlsIsOfferedOrRequired() {
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "notlsserver");
        assertFalse(gate.session("smtp").limits().offer().has(Extension.STARTTLS));
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "maytlsserver");
        TestGate.Session may = gate.session("smtp");
        assertTrue(may.limits().offer().has(Extension.STARTTLS));
        assertEquals("250", may.mail("a@remote.example"));
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "musttlsserver");
        TestGate.Session must = gate.session("smtp");
        assertTrue(must.limits().link().needsTls());
        assertEquals("530 5.7.0", must.mail("a@remote.example"));
        assertEquals("250", must.encrypt().mail("a@remote.example"));
    }

    @Test
    void c10AuthenticationIsOfferedOrRequired() {
        assertFalse(gate.session("smtp").encrypt().limits().offer().has(Extension.AUTH));
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "maytlsserver maysaslserver");
        TestGate.Session may = gate.session("smtp").encrypt();
        assertTrue(may.limits().offer().has(Extension.AUTH));
        assertEquals("250", may.mail("a@remote.example"));
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "maytlsserver mustsaslserver");
        TestGate.Session must = gate.session("smtp").encrypt();
        assertEquals("530 5.7.0", must.mail("a@remote.example"));
        assertEquals("250", must.login("alice").mail("alice@example.com"));
    }

    @Test
    void c13BlocksBoundWhatEntersByAChannelAndWhatLeavesByIt() {
        TestGate.Session session = gate.session("smtp");
        assertEquals(100 << 20, session.limits().messageOctetsMax());
        gate.channel(sized("tcp_local", OptionalLong.of(2_048), OptionalLong.empty()));
        assertEquals(2_048, gate.session("smtp").limits().messageOctetsMax());
        gate.channel(sized("tcp_local", OptionalLong.empty(), OptionalLong.empty()));
        gate.channel(sized("tcp_lmtpcs", OptionalLong.empty(), OptionalLong.of(1_024)));
        assertEquals("552 5.2.3", taken("alice@example.com", 1_025));
        assertEquals("250", taken("alice@example.com", 1_024));
    }

    private String taken(String to, int octets) {
        TestGate.Session session = gate.session("smtp");
        session.mail("a@remote.example");
        session.rcpt(to);
        return session.message(MESSAGE + "x".repeat(octets - MESSAGE.length()));
    }

    private Channel sized(String name, OptionalLong sourceOctetsMax, OptionalLong octetsMax) {
        Channel c = gate.channel(name);
        return new Channel(c.name(), sourceOctetsMax, octetsMax, c.recipientsMax(), c.headerOctetsMax(), c.bareLineFeed(), c.rejectsLongLines(), c.nextHop(), c.backoff(),
                c.notices(), c.jobsMax(), c.keywords());
    }

    @Test
    void c14c15c16c17c18WhatAChannelSaysOfCountsHoldsForItsSessions() {
        assertEquals(1_000, gate.session("smtp").limits().recipientsMax());
        assertEquals(CountLimits.NONE, gate.session("smtp").limits().counts());
        assertEquals(Duration.ZERO, gate.session("smtp").limits().link().greetPause());
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "recipientcutoff 7 deferralrejectlimit 2 disconnecttransactionlimit 3 disconnectrecipientlimit 4 disconnectrejectlimit 5 "
                + "transactionlimit 6 disconnectbadcommandlimit 8 greetpause PT2S");
        SessionLimits limits = gate.session("smtp").limits();
        assertEquals(new CountLimits(7, 2, 3, 4, 5), limits.counts());
        assertEquals(6, limits.transactionsMax());
        assertEquals(8, limits.errorsMax());
        assertEquals(Duration.ofSeconds(2), limits.link().greetPause());
        assertEquals("MAILMAX=3 RCPTMAX=7", limits.offer().extensions().get(Extension.LIMITS));
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "transactionlimit 1000 disconnectbadcommandlimit 1000");
        assertEquals(100, gate.session("smtp").limits().transactionsMax(), "the listener allows no more");
        assertEquals(10, gate.session("smtp").limits().errorsMax());
    }

    @Test
    void c19AMessageToMoreThanHoldlimitIsHeld() {
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "holdlimit 1");
        TestGate.Session session = gate.session("smtp");
        session.send("a@remote.example", "alice@example.com", MESSAGE);
        session.mail("a@remote.example");
        session.rcpt("alice@example.com");
        session.rcpt("bob@example.com");
        session.message(MESSAGE);
        assertTrue(gate.entry().recipients().getFirst().isWaiting());
        assertEquals(Optional.of("HoldLimit"), heldBy(gate.stored.getLast().entries().getFirst()));
    }

    @Test
    void c23PartsAreConvertedWhereTheTableSaysSoOfBothChannels() {
        List<PartPrograms.Question> asked = new ArrayList<>();
        TestGate converting = new TestGate(assembly -> assembly.converting(question -> {
            asked.add(question);
            return question.command().contains("/fails") ? new PartPrograms.Answer.Unavailable("ended with 1") : new PartPrograms.Answer.Made("made".getBytes(US_ASCII));
        }));
        String table = "CONVERSIONS\n  IN-CHAN=tcp_local;OUT-CHAN=tcp_lmtpcs;CONVERT  Yes\n  IN-CHAN=tcp_submit;OUT-CHAN=tcp_local;CONVERT  Yes,Channel=tcp_scan\n";
        converting.tables("ORIG_SEND_ACCESS\n  *|*|*|bob@*  $Y$Gtagged\n\n" + table);
        converting.policy(policy -> policy.converting(entries("tag=tagged; command=/fails\n\nin-type=text; command=/makes\n")));
        TestGate.Session session = converting.session("smtp");
        session.send("a@remote.example", "alice@example.com", MESSAGE);
        HeaderEdits edits = converting.entry().edits().orElseThrow();
        assertEquals(MESSAGE.indexOf("\r\n\r\n") + 2, edits.patches().getLast().at());
        assertEquals("MIME-Version: 1.0\r\nContent-Transfer-Encoding: base64\r\n\r\nbWFkZQ==\r\n", edits.patches().getLast().insert());
        assertEquals(List.of("tcp_lmtpcs: site line 3: part 1 text/plain converted, 4 octets"), accepted(converting).details().get("conversions"));
        session.mail("a@remote.example");
        session.rcpt("bob@example.com");
        assertEquals("451 4.3.0", session.message(MESSAGE));
        session = converting.session("submission").encrypt().login("alice");
        session.send("alice@example.com", "bob@example.com", MESSAGE.replace("a@remote.example", "alice@example.com"));
        session.mail("alice@example.com");
        session.rcpt("out@remote.example");
        assertEquals("451 4.3.0", session.message(MESSAGE.replace("a@remote.example", "alice@example.com")), "the table says neither yes nor no");
        assertEquals(2, asked.size());
    }

    @Test
    void c23WhatWouldBePutIntoAllCopiesIsBounded() {
        byte[] large = new byte[700 << 10];
        TestGate converting = new TestGate(assembly -> assembly.converting(question -> new PartPrograms.Answer.Made(large)));
        converting.tables("CONVERSIONS\n  *  Yes\n");
        converting.policy(policy -> policy.converting(entries("command=/makes")));
        assertEquals(Optional.empty(), heldBy(toSeveral(converting, 17)));
        assertEquals(Optional.of("Conversions"), heldBy(toSeveral(converting, 18)));
    }

    private static QueueEntry toSeveral(TestGate at, int recipients) {
        TestGate.Session session = at.session("submission").encrypt().login("alice");
        session.mail("alice@example.com");
        for (int i = 0; i < recipients; i++) {
            session.rcpt("out" + i + "@remote.example");
        }
        assertEquals("250", session.message(MESSAGE.replace("a@remote.example", "alice@example.com")));
        return at.stored.getLast().entries().getFirst();
    }

    @Test
    void c23AMessageIsRefusedOrHeldByAnEntry() {
        gate.tables("CONVERSIONS\n  *OUT-CHAN=tcp_lmtpcs;*  Yes\n");
        gate.policy(policy -> policy.converting(entries("in-type=text; refuse=\"no text\"")));
        TestGate.Session session = gate.session("smtp");
        session.mail("a@remote.example");
        session.rcpt("alice@example.com");
        assertEquals("550 5.7.1", session.message(MESSAGE));
        gate.policy(policy -> policy.converting(entries("in-type=text; hold=\"look at it\"")));
        gate.session("smtp").send("a@remote.example", "alice@example.com", MESSAGE);
        assertEquals(Optional.of("Conversions"), heldBy(gate.stored.getLast().entries().getFirst()));
    }

    private static TraceEvent accepted(TestGate at) {
        return at.stored.getLast().trace().stream().filter(event -> event.kind() == TraceEvent.Kind.ACCEPT).findFirst().orElseThrow();
    }

    private static ConversionEntries entries(String text) {
        return assertInstanceOf(ConversionReading.Read.class, ConversionReader.read("site", text)).entries();
    }

    @Test
    void c28MailForWhoIsOnHoldIsTakenAndHeld() {
        gate.session("smtp").send("a@remote.example", "frank@example.com", MESSAGE);
        assertEquals(Optional.of("AccountLookup"), heldBy(gate.entry()));
    }

    @Test
    void c29PartsOfAMessageGoOnAreRefusedOrHeldAsTheChannelSays() {
        String part = "From: a@remote.example\r\nContent-Type: message/partial; number=2; total=3; id=\"x@remote.example\"\r\n\r\nhello\r\n";
        assertEquals("250", partial("", part));
        assertTrue(gate.entry().recipients().getFirst().isWaiting());
        assertEquals("550 5.6.1", partial("partialmessages refuse", part));
        assertEquals("250", partial("partialmessages hold", part));
        assertEquals(Optional.of("PartialMessage"), heldBy(gate.stored.getLast().entries().getFirst()));
        assertEquals("250", partial("partialmessages refuse logonly PartialMessage", part));
        assertTrue(gate.stored.getLast().message().marks().contains("would-refuse:PartialMessage"));
    }

    @Test
    void c29APartIsKnownHoweverItsTypeIsWritten() {
        for (String type : List.of("MESSAGE/Partial", "message / partial;id=x", " (part) message/(of)partial", "\r\n message/partial", "text/plain\r\nContent-Type: message/partial")) {
            assertEquals("550 5.6.1", partial("partialmessages refuse", "From: a@remote.example\r\nContent-Type:" + type + "\r\n\r\nhello\r\n"), type);
        }
        for (String type : List.of("message/rfc822", "text/plain; x=message/partial", "message/partialx", "")) {
            assertEquals("250", partial("partialmessages refuse", "From: a@remote.example\r\nContent-Type:" + type + "\r\n\r\nhello\r\n"), type);
        }
    }

    private String partial(String keywords, String message) {
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", keywords);
        TestGate.Session session = gate.session("smtp");
        session.mail("a@remote.example");
        session.rcpt("alice@example.com");
        return session.message(message);
    }

    private static Optional<String> heldBy(QueueEntry entry) {
        return entry.recipients().getFirst().state() instanceof RecipientState.Held held ? Optional.of(held.by()) : Optional.empty();
    }
}
