package org.gatepost.mapping.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import org.gatepost.mail.ChannelName;
import org.gatepost.mapping.Flags;
import org.gatepost.mapping.LookupAnswer;
import org.gatepost.mapping.Lookups;
import org.gatepost.mapping.MappingReader;
import org.gatepost.mapping.MappingReading;
import org.gatepost.mapping.Mappings;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Hello;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Notify;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.protocol.TlsSession;
import org.gatepost.stage.Match;
import org.gatepost.stage.SessionFacts;

/** M07 to M21: what the access tables are asked, and what their answers mean. */
class AccessTablesTest {

    private static final ChannelName SOURCE = new ChannelName("tcp_local");
    private static final ChannelName DESTINATION = new ChannelName("ims_ms");
    private static final Connection CONNECTION = new Connection("s1", "smtp", IpAddress.parse("198.51.100.9"), 4711, IpAddress.parse("192.0.2.1"), 25, Optional.empty());

    private final List<String> asked = new ArrayList<>();

    /** Tables whose routine {@code say} hears what it is asked. */
    private Mappings mappings(String tables) {
        Lookups lookups = Lookups.NONE.withRoutine("test", "say", argument -> {
            asked.add(argument);
            return new LookupAnswer.Failure("heard");
        }).withRoutine("test", "down", argument -> new LookupAnswer.Unavailable("down"));
        return new Mappings(assertInstanceOf(MappingReading.Read.class, MappingReader.read(tables)).tables(), lookups, new Random(1));
    }

    private static MailRequest mail(String from, Optional<String> identity, boolean encrypted, boolean extended) {
        Connection connection = encrypted ? CONNECTION.encrypted(new TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256", Optional.empty(), Optional.empty(), Optional.empty())) : CONNECTION;
        ReversePath path = from.isEmpty() ? ReversePath.NULL : ReversePath.of(new Mailbox(from.split("@")[0], from.split("@")[1]));
        return new MailRequest(connection, new Hello("mx.example.org", extended), identity, 1, path, MailParameters.NONE, SessionFacts.NONE);
    }

    private static RcptRequest rcpt(MailRequest mail, Set<Notify> notify) {
        return new RcptRequest(mail, 1, ForwardPath.of("alice", "example.com"), new RcptParameters(notify, Optional.empty()), SessionFacts.NONE);
    }

    private AccessAnswer orig(String template) {
        return RecipientAccess.ORIG_SEND_ACCESS.ask(mappings("ORIG_SEND_ACCESS\n  *  " + template + "\n"), rcpt(mail("a@b.example", Optional.empty(), false, true), Set.of()), SOURCE, "a@b.example",
                DESTINATION, "alice@example.com", List.of());
    }

    private AccessAnswer from(String template) {
        return FromAccess.ask(mappings("FROM_ACCESS\n  *  " + template + "\n"), mail("a@b.example", Optional.empty(), false, true), SOURCE, "");
    }

    private static Reply refusal(AccessAnswer answer) {
        return assertInstanceOf(AccessAnswer.Refuses.class, answer).reply();
    }

    private static AccessEffects effects(AccessAnswer answer) {
        return switch (answer) {
            case AccessAnswer.Passes passes -> passes.effects();
            case AccessAnswer.Refuses refuses -> refuses.effects();
            case AccessAnswer.Undecided undecided -> throw new AssertionError(undecided);
        };
    }

    @Test
    void m07PortAccessIsAskedWithBothEndsAndFlagAWhenTheClientConnects() {
        Mappings mappings = mappings("PORT_ACCESS\n  *  $[test,say,$0]\n  *  $C$:A$[test,say,connecting]\n  *  $YEXTERNAL\n");
        assertEquals(new PortAccess.Answer.Passes("EXTERNAL", Optional.empty()), PortAccess.ask(mappings, CONNECTION, true));
        assertEquals(new PortAccess.Answer.Passes("EXTERNAL", Optional.empty()), PortAccess.ask(mappings, CONNECTION, false));
        assertEquals(List.of("TCP|192.0.2.1|25|198.51.100.9|4711", "connecting", "TCP|192.0.2.1|25|198.51.100.9|4711"), asked);
    }

    @Test
    void m07TheTextOfPortAccessBeginsWithTheCode() {
        assertEquals(new PortAccess.Answer.HangsUp(Reply.of(421, "4.7.1", "Connection declined at this time"), Optional.empty()),
                PortAccess.ask(mappings("PORT_ACCESS\n  *  $N421$ Connection$ declined$ at$ this$ time\n"), CONNECTION, true));
        assertEquals(new PortAccess.Answer.HangsUp(Reply.of(554, "5.7.7", "go away"), Optional.of("refused 198.51.100.9")),
                PortAccess.ask(mappings("PORT_ACCESS\n  *|*|*|*|*  $N$>refused$ $3|554$ 5.7.7$ go$ away\n"), CONNECTION, true));
        assertEquals(new PortAccess.Answer.HangsUp(Replies.CONNECTION_NOT_ALLOWED, Optional.empty()), PortAccess.ask(mappings("PORT_ACCESS\n  *  $F\n"), CONNECTION, true));
        assertEquals(new PortAccess.Answer.HangsUp(Reply.of(554, "5.7.1", "250 fine"), Optional.empty()), PortAccess.ask(mappings("PORT_ACCESS\n  *  $N250$ fine\n"), CONNECTION, true));
        assertEquals(new PortAccess.Answer.Undecided("PORT_ACCESS, line 2: down"), PortAccess.ask(mappings("PORT_ACCESS\n  *  $[test,down,x]$N\n  *  $Y\n"), CONNECTION, true));
    }

    @Test
    void m08FromAccessIsAskedWithTenFields() {
        Mappings mappings = mappings("FROM_ACCESS\n  *  $[test,say,$0]\n");
        FromAccess.ask(mappings, mail("joe@b.example", Optional.of("joe"), true, true), SOURCE, "joe@example.com");
        FromAccess.ask(mappings, mail("", Optional.empty(), false, false), SOURCE, "");
        assertEquals(List.of("TCP|192.0.2.1|25|198.51.100.9|4711|SMTP/TLSv1.3:TLS_AES_128_GCM_SHA256/mx.example.org|MAIL|tcp_local|joe@b.example|joe@example.com",
                "TCP|192.0.2.1|25|198.51.100.9|4711|SMTP/mx.example.org|MAIL|tcp_local||"), asked);
    }

    @Test
    void m09MailAccessIsAskedWithElevenFieldsBeforeAndAfterExpansion() {
        Mappings mappings = mappings("ORIG_MAIL_ACCESS\n  *  $[test,say,$0]\nMAIL_ACCESS\n  *  $[test,say,$0]\n");
        RcptRequest request = rcpt(mail("a@b.example", Optional.empty(), false, true), Set.of());
        RecipientAccess.ORIG_MAIL_ACCESS.ask(mappings, request, SOURCE, "a@b.example", DESTINATION, "alice@example.com", List.of());
        RecipientAccess.MAIL_ACCESS.ask(mappings, request, SOURCE, "a@b.example", DESTINATION, "al@example.com", List.of());
        assertEquals(List.of("TCP|192.0.2.1|25|198.51.100.9|4711|SMTP/mx.example.org|MAIL|tcp_local|a@b.example|ims_ms|alice@example.com",
                "TCP|192.0.2.1|25|198.51.100.9|4711|SMTP/mx.example.org|MAIL|tcp_local|a@b.example|ims_ms|al@example.com"), asked);
    }

    @Test
    void m10SendAccessIsAskedWithFourFields() {
        Mappings mappings = mappings("ORIG_SEND_ACCESS\n  *  $[test,say,$0]\nSEND_ACCESS\n  *  $[test,say,$0]\n");
        RcptRequest request = rcpt(mail("", Optional.empty(), false, true), Set.of());
        RecipientAccess.ORIG_SEND_ACCESS.ask(mappings, request, SOURCE, "", DESTINATION, "alice@example.com", List.of());
        RecipientAccess.SEND_ACCESS.ask(mappings, request, SOURCE, "", DESTINATION, "al@example.com", List.of());
        assertEquals(List.of("tcp_local||ims_ms|alice@example.com", "tcp_local||ims_ms|al@example.com"), asked);
    }

    @Test
    void m23FurtherFieldsStandBehindWhereTheChannelWantsThem() {
        RecipientAccess.SEND_ACCESS.ask(mappings("SEND_ACCESS\n  *  $[test,say,$0]\n"), rcpt(mail("", Optional.empty(), false, true), Set.of()), SOURCE, "", DESTINATION, "al@example.com", List.of("rfc822;al|x@example.com", "2/3/"));
        assertEquals(List.of("tcp_local||ims_ms|al@example.com|rfc822;al?x@example.com|2/3/"), asked);
    }

    @Test
    void aBarThatAClientSentPartsNoFields() {
        Mappings mappings = mappings("SEND_ACCESS\n  *  $[test,say,$0]\n");
        RecipientAccess.SEND_ACCESS.ask(mappings, rcpt(mail("", Optional.empty(), false, true), Set.of()), SOURCE, "a|x|y@b.example", DESTINATION, "al@example.com", List.of());
        assertEquals(List.of("tcp_local|a?x?y@b.example|ims_ms|al@example.com"), asked);
    }

    @Test
    void m11InputFlagsSayHowTheClientCame() {
        assertEquals(Flags.of("AT"), FromAccess.flags(mail("a@b.example", Optional.of("joe"), true, true)));
        assertEquals(Flags.of("E"), RecipientAccess.flags(rcpt(mail("a@b.example", Optional.empty(), false, true), Set.of())));
        assertEquals(Flags.of("ATESFD"), RecipientAccess.flags(rcpt(mail("a@b.example", Optional.of("joe"), true, true), EnumSet.of(Notify.SUCCESS, Notify.FAILURE, Notify.DELAY))));
        assertEquals(Flags.NONE, RecipientAccess.flags(rcpt(mail("a@b.example", Optional.empty(), false, false), EnumSet.of(Notify.NEVER))));
    }

    @Test
    void m12ArgumentsStandInTheirOrderInWhateverOrderTheFlagsAreWritten() {
        for (String template : List.of("$N$D30|Relaying$ not$ allowed", "$N30|Relaying$ not$ allowed$D", "30|$N$DRelaying$ not$ allowed")) {
            AccessAnswer answer = orig(template);
            assertEquals(Reply.of(550, "5.7.1", "Relaying not allowed"), refusal(answer), template);
            assertEquals(Optional.of(new AccessEffects.Delay(Duration.ofMillis(300), true)), effects(answer).delay(), template);
        }
    }

    @Test
    void m12AllArgumentsTogether() {
        AccessAnswer answer = from("$N$,$X$S$G$A$T$D$>$<$I$K$J$U5|new@from|new@sender|joe|staff|hit|miss|-200|tag|X-Seen:$ yes|a,b|50,10,20|4.7.9|2.5|come$ back|later");
        assertEquals(Reply.of(450, "4.7.9", "come back|later"), refusal(answer));
        AccessEffects effects = effects(answer);
        assertEquals(Map.ofEntries(Map.entry(AccessArgument.DEBUG, "5"), Map.entry(AccessArgument.ENVELOPE_FROM, "new@from"), Map.entry(AccessArgument.SENDER, "new@sender"),
                Map.entry(AccessArgument.GROUP, "joe|staff"), Map.entry(AccessArgument.LOG_MATCHED, "hit"), Map.entry(AccessArgument.LOG_REFUSED, "miss"), Map.entry(AccessArgument.DELAY, "-200"),
                Map.entry(AccessArgument.TAG, "tag"), Map.entry(AccessArgument.HEADER, "X-Seen: yes"), Map.entry(AccessArgument.CONVERSION_TAGS, "a,b"), Map.entry(AccessArgument.LIMITS, "50,10,20"),
                Map.entry(AccessArgument.STATUS, "4.7.9"), Map.entry(AccessArgument.SPAM_ADJUST, "2.5")), effects.arguments());
    }

    @Test
    void m13ADelayIsInHundredthsAndItsSignSaysForHowLong() {
        assertEquals(Optional.of(new AccessEffects.Delay(Duration.ofSeconds(2), true)), effects(orig("$Y$D200")).delay());
        assertEquals(Optional.of(new AccessEffects.Delay(Duration.ofSeconds(2), false)), effects(orig("$Y$D-200")).delay());
        assertEquals(Optional.of(new AccessEffects.Delay(AccessEffects.DELAY_MAX, true)), effects(orig("$Y$D12000")).delay());
        assertEquals(Optional.of(new AccessEffects.Delay(AccessEffects.DELAY_MAX, true)), effects(orig("$Y$D12001")).delay());
        assertEquals(Optional.empty(), effects(orig("$Y$Dsoon")).delay());
    }

    @Test
    void m14AStatusOfClassFourMakesTheRefusalTemporary() {
        assertEquals(Reply.of(450, "4.4.3", "Please try again later"), refusal(orig("$X4.4.3|$NPlease$ try$ again$ later")));
        assertEquals(Reply.of(550, "5.1.8", "no"), refusal(orig("$X5.1.8|$Fno")));
        assertEquals(Reply.of(550, "5.7.1", "no"), refusal(orig("$X2.0.0|$Nno")));
        assertEquals(Replies.ADDRESS_NOT_ALLOWED, refusal(orig("$N")));
    }

    @Test
    void m15m16m17m18m19EffectsAreTold() {
        AccessEffects effects = effects(from("$Y$!$B$H$J$A$,$S$<new@from|hit|X-A:$ b|,7|1.5"));
        assertEquals(Optional.of("new@from"), effects.argument(AccessArgument.ENVELOPE_FROM));
        assertEquals(Optional.of("hit"), effects.argument(AccessArgument.LOG_MATCHED));
        assertEquals(Optional.of("X-A: b"), effects.argument(AccessArgument.HEADER));
        assertEquals(Optional.of("1.5"), effects.argument(AccessArgument.SPAM_ADJUST));
        assertEquals(Optional.of(new AccessEffects.Limits(OptionalInt.empty(), OptionalInt.of(7), OptionalInt.empty())), effects.limits());
        assertTrue(effects.withoutVacation() && effects.isDiscarded() && effects.isHeld());
        assertFalse(effects.isDiscardedForAll());
        assertTrue(effects(orig("$Z")).isJettisoned() && effects(orig("$V")).isDiscardedForAll());
    }

    @Test
    void whatOnlyTheSendersTableKnowsTakesNoArgumentElsewhere() {
        assertEquals(Reply.of(550, "5.7.1", "text|more"), refusal(orig("$N$J$Ktext|more")));
    }

    @Test
    void noBeatsYesAndNothingIsNoObjection() {
        assertEquals(Replies.ADDRESS_NOT_ALLOWED, refusal(orig("$Y$N")));
        assertInstanceOf(AccessAnswer.Passes.class, orig("text"));
        assertInstanceOf(AccessAnswer.Passes.class, RecipientAccess.SEND_ACCESS.ask(mappings("OTHER\n"), rcpt(mail("", Optional.empty(), false, true), Set.of()), SOURCE, "", DESTINATION, "x@y", List.of()));
        assertEquals(new AccessAnswer.Undecided("ORIG_SEND_ACCESS, line 2: down"), orig("$Y$[test,down,x]"));
    }

    @Test
    void internalIpNamesOurOwnAndNobodyWhereItIsMissing() {
        Mappings mappings = mappings("INTERNAL_IP\n  $(10.0.0.0/8)  $Y\n  192.0.2.9  $[test,down,x]\n  *  $N\n");
        IpAddress internal = IpAddress.parse("10.1.2.3");
        assertEquals(new Match.Found<>(internal), InternalIp.ask(mappings, internal));
        assertEquals(new Match.NotFound<>(), InternalIp.ask(mappings, IpAddress.parse("127.0.0.1")));
        assertInstanceOf(Match.Unavailable.class, InternalIp.ask(mappings, IpAddress.parse("192.0.2.9")));
        assertEquals(new Match.NotFound<>(), InternalIp.ask(mappings("OTHER\n"), internal));
    }

    @Test
    void m20IpAccessMaySkipReplaceOrEnd() {
        Mappings mappings = mappings("IP_ACCESS\n  *|2|1|*|skip.example  $I\n  *|*|*|*|swap.example  $A203.0.113.5\n  *|*|*|*|bad.example  $Anowhere\n  *|*|*|$(10.0.0.0/8)|*  $Nno$ such$ network\n  *  $[test,say,$0]\n");
        IpAddress address = IpAddress.parse("198.51.100.1");
        assertEquals(new IpAccess.Answer.Skip(), IpAccess.ask(mappings, SOURCE, 2, 1, address, "skip.example"));
        assertEquals(new IpAccess.Answer.Connect(IpAddress.parse("203.0.113.5")), IpAccess.ask(mappings, SOURCE, 1, 1, address, "swap.example"));
        assertInstanceOf(IpAccess.Answer.Undecided.class, IpAccess.ask(mappings, SOURCE, 1, 1, address, "bad.example"));
        assertEquals(new IpAccess.Answer.Fail("no such network"), IpAccess.ask(mappings, SOURCE, 1, 1, IpAddress.parse("10.0.0.1"), "x"));
        assertEquals(new IpAccess.Answer.Connect(address), IpAccess.ask(mappings, SOURCE, 2, 2, address, "skip.example"));
        assertEquals(List.of("tcp_local|2|2|198.51.100.1|skip.example"), asked);
    }

    @Test
    void m21AuthRewriteChangesSenderAndReversePathOrRefuses() {
        AuthRewrite.Originators addresses = new AuthRewrite.Originators("a@b", "s@b", "f@b", "joe@example.com");
        assertEquals(new AuthRewrite.Answer.Changes(Optional.of("new@b"), Optional.of("joe@example.com"), Optional.empty()),
                AuthRewrite.ask(mappings("AUTH_REWRITE\n  *|*|*|*  $Y$Jnew@b|$3\n"), addresses, Optional.empty()));
        assertEquals(new AuthRewrite.Answer.Changes(Optional.empty(), Optional.empty(), Optional.of("f2@b")), AuthRewrite.ask(mappings("AUTH_REWRITE\n  *  $Zf2@b\n"), addresses, Optional.empty()));
        assertEquals(new AuthRewrite.Answer.Refuses("invalid originator address used"), AuthRewrite.ask(mappings("AUTH_REWRITE\n  *  $N\n"), addresses, Optional.empty()));
        AuthRewrite.ask(mappings("AUTH_REWRITE\n  *  $[test,say,$0]\n"), addresses, Optional.of(SOURCE));
        assertEquals(List.of("tcp_local|a@b|s@b|f@b|joe@example.com"), asked);
    }
}
