package org.gatepost.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.gatepost.channel.ContentKeywords.PartialMessages;
import org.gatepost.mail.ChannelName;
import org.gatepost.mail.NoSolicit;
import org.gatepost.smtp.protocol.CountLimits;
import org.gatepost.smtp.protocol.IpAddress;
import org.junit.jupiter.api.Test;

class ChannelKeywordsTest {

    @Test
    void noTextIsTheChannelThatSaysNothing() {
        assertEquals(ChannelKeywords.DEFAULT, ChannelKeywords.parse(" \t\n"));
    }

    @Test
    void wordsAreReadInAnyCaseAndTheLaterOfTwoHolds() {
        assertEquals(Need.MAY, ChannelKeywords.parse("notlsserver MayTLSServer").service().tls());
        assertEquals(Need.NO, ChannelKeywords.parse("maytlsserver notlsserver").service().tls());
    }

    @Test
    void aKeywordForBothWaysSaysTwoThings() {
        ChannelKeywords keywords = ChannelKeywords.parse("musttls");
        assertEquals(Need.MUST, keywords.service().tls());
        assertEquals(Need.MUST, keywords.transport().tls());
    }

    @Test
    void authenticationAndSubmissionHaveKeywordsOfTheirOwn() {
        ServiceKeywords said = ChannelKeywords.parse("mustsaslserver saslmechanisms plain Scram-SHA-256 saslwithouttls saslswitchchannel tcp_auth").service();
        assertEquals(List.of("PLAIN", "SCRAM-SHA-256"), said.authentication().mechanisms());
        assertTrue(said.authentication().withoutTls() && said.requiresAuthentication());
        assertEquals("tcp_auth", said.authentication().switchesTo().orElseThrow().value());
        SubmissionKeywords submission = ChannelKeywords.parse("submit anysender authrewrite 1 hideclient").service().submission();
        assertEquals(new SubmissionKeywords(true, true, SubmissionKeywords.SenderStamp.RESENT_OR_SENDER, false, false, true), submission);
        assertEquals(new SubmissionKeywords(true, false, SubmissionKeywords.SenderStamp.NONE, false, false, false),
                ChannelKeywords.parse("submit anysender authrewrite 1 hideclient ownsender authrewrite 0 showclient").service().submission());
        assertEquals("keyword saslmechanisms: there is no mechanism CRAM-MD5", fault("saslmechanisms PLAIN CRAM-MD5"));
        assertEquals("keyword authrewrite: it is 0 to 6, and 16 or 32 more where wanted, not 7", fault("authrewrite 7"));
        assertEquals(new SubmissionKeywords(false, false, SubmissionKeywords.SenderStamp.TABLE_RESENT_OR_PLAIN, true, true, false), ChannelKeywords.parse("authrewrite 51").service().submission());
        assertEquals(new TableKeywords(true, false), ChannelKeywords.parse("accessorcpt accesscounts noaccesscounts").service().tables());
    }

    @Test
    void whatIsSaidOfConnectionsIsKept() {
        ConnectionKeywords connection = ChannelKeywords.parse("tlsswitchchannel tcp_tls askclientcert xclientlogin switchchannel userswitchchannel").service().connection();
        assertEquals(new ConnectionKeywords(Optional.of(new ChannelName("tcp_tls")), true, true, ConnectionKeywords.Switching.SWITCHES, true), connection);
        assertEquals(ConnectionKeywords.DEFAULT, ChannelKeywords.parse("askclientcert noclientcert xclientlogin noxclientlogin switchchannel noswitchchannel allowswitchchannel userswitchchannel nouserswitchchannel").service().connection());
        assertEquals("keyword tlsswitchchannel: not a channel name: Tcp", fault("tlsswitchchannel Tcp"));
    }

    @Test
    void whatIsWrongIsNamed() {
        assertEquals("there is no keyword maytlserver", fault("maytlserver"));
        assertEquals("there is no keyword 7", fault("maytlsserver 7"));
        assertEquals("there is no keyword sourcefilter: a channel's script is the row sieve_filter 'source CHANNEL'", fault("sourcefilter file:a"));
        assertEquals("there is no keyword channelfilter: a channel's script is the row sieve_filter 'destination CHANNEL'", fault("channelfilter file:a"));
        assertTrue(fault("maytlsserver \"7").startsWith("a quote is not closed"), fault("maytlsserver \"7"));
    }

    @Test
    void noKeywordIsKnownTwice() {
        Set<String> twice = new HashSet<>(ServiceKeywords.ROWS.keySet());
        twice.retainAll(TransportKeywords.ROWS.keySet());
        assertEquals(Set.of(), twice);
    }

    @Test
    void readsWhatIsSaidOfRewriting() {
        assertEquals(new ForwardingKeywords(true, true, true, new ForwardingKeywords.Srs(true, true, true)),
                ChannelKeywords.parse("relaydestination rewritesender rewriteheader sourcesrs destinationsrs addresssrs").transport().forwarding());
        assertEquals(ForwardingKeywords.DEFAULT, ChannelKeywords.parse("relaydestination norelaydestination rewritesender norewritesender rewriteheader norewriteheader "
                + "sourcesrs nosourcesrs destinationsrs nodestinationsrs addresssrs noaddresssrs").transport().forwarding());
    }

    @Test
    void readsHowMuchClientsMayDo() {
        SessionKeywords session = ChannelKeywords.parse("recipientcutoff 1 deferralrejectlimit 2 disconnecttransactionlimit 3 disconnectrecipientlimit 4 disconnectrejectlimit 5 "
                + "transactionlimit 6 disconnectbadcommandlimit 7 greetpause PT30S").service().session();
        assertEquals(new SessionKeywords(new CountLimits(1, 2, 3, 4, 5), 6, 7, SessionKeywords.PAUSE_MAX, ScriptKeywords.DEFAULT), session);
        for (String limit : List.of("recipientcutoff", "deferralrejectlimit", "disconnecttransactionlimit", "disconnectrecipientlimit", "disconnectrejectlimit", "transactionlimit",
                "disconnectbadcommandlimit")) {
            assertEquals("keyword " + limit + ": not a number from 1 to 1000000: 1000001", fault(limit + " 1000001"));
            assertEquals("keyword " + limit + ": not a number from 1 to 1000000: 0", fault(limit + " 0"));
        }
        assertEquals("keyword greetpause: not a duration such as PT2S, at most PT30S: PT31S", fault("greetpause PT31S"));
    }

    @Test
    void readsHowMuchScriptsMayDo() {
        assertEquals(new ScriptKeywords(5, 0), ChannelKeywords.parse("scriptsteps 5 scriptcopies 0").service().session().scripts());
        assertEquals(new ScriptKeywords(10_000_000, 1_000), ChannelKeywords.DEFAULT.service().session().scripts());
        assertEquals("keyword scriptsteps: not a number from 1 to 999999999: 0", fault("scriptsteps 0"));
        assertEquals("keyword scriptcopies: not a number from 0 to 999999999: 1000000000", fault("scriptcopies 1000000000"));
    }

    @Test
    void readsWhatBecomesOfPartsOfAMessage() {
        assertEquals(PartialMessages.PASS, ChannelKeywords.DEFAULT.service().content().partial());
        assertEquals(PartialMessages.REFUSE, ChannelKeywords.parse("partialmessages hold partialmessages refuse").service().content().partial());
        assertEquals(PartialMessages.PASS, ChannelKeywords.parse("partialmessages hold partialmessages pass").service().content().partial());
        assertEquals(PartialMessages.DEFRAGMENT, ChannelKeywords.parse("partialmessages defragment").service().content().partial());
        assertEquals("keyword partialmessages: not pass, refuse, hold or defragment: bounce", fault("partialmessages bounce"));
    }

    private static String fault(String text) {
        return assertThrows(IllegalArgumentException.class, () -> ChannelKeywords.parse(text)).getMessage();
    }

    @Test
    void readsWhatAChannelSaysOfExtensions() {
        ExtensionKeywords said = ChannelKeywords.parse("domainetrn etrndomains A.example b.example vrfyallow expnallow sourcenosolicit net.example:ADV x:* maytlsserver "
                + "internal futurerelease 60 deliverbymin 5 mtprioritymax 9 recipientdomainlimit 7").service().extensions();
        assertEquals(new ExtensionKeywords(TurnPolicy.DOMAIN, Set.of("a.example", "b.example"), true, true, new NoSolicit(List.of("net.example:adv", "x:*")), true, 60, 5, 9,
                OptionalInt.of(7)), said);
        assertEquals(ExtensionKeywords.DEFAULT, ChannelKeywords.parse("blocketrn vrfyallow expnallow internal allowetrn vrfyhide expndisable notinternal").service().extensions());
        assertEquals(new NoSolicit(List.of("a:b")), ChannelKeywords.parse("destinationnosolicit A:B musttlsclient").transport().noSolicit());
        for (String wrong : List.of("futurerelease", "futurerelease -1", "futurerelease 1000000000", "deliverbymin 0", "mtprioritymax 10", "recipientdomainlimit 0",
                "sourcenosolicit", "sourcenosolicit a,b", "etrndomains")) {
            assertThrows(IllegalArgumentException.class, () -> ChannelKeywords.parse(wrong), wrong);
        }
    }

    @Test
    void readsHowNextHopsAreReached() {
        RemoteKeywords remote = ChannelKeywords.parse("ipv4only dane mtasts eightstrict helohost out.example interfaceaddress 192.0.2.9 saslclient user /etc/secret")
                .transport().remote();
        assertEquals(new RemoteKeywords(RemoteKeywords.Families.IPV4_ONLY, true, true, false, Optional.of("out.example"), Optional.of(IpAddress.parse("192.0.2.9")),
                Optional.of(new RemoteKeywords.LoginReference("user", "/etc/secret", true))), remote);
        assertEquals(RemoteKeywords.DEFAULT, ChannelKeywords.parse("ipv4first dane mtasts eightstrict ipv6first nodane nomtasts eightnegotiate").transport().remote());
        assertEquals(Optional.of(new RemoteKeywords.LoginReference("user", "file", false)), ChannelKeywords.parse("maysaslclient user file").transport().remote().login());
        assertEquals(Optional.empty(), ChannelKeywords.parse("mustsaslclient user file nosaslclient").transport().remote().login());
        for (String bad : List.of("helohost", "helohost a_b", "interfaceaddress x", "saslclient user", "maysaslclient user")) {
            assertThrows(IllegalArgumentException.class, () -> ChannelKeywords.parse(bad), bad);
        }
    }

    @Test
    void readsHowMuchNextHopsGet() {
        assertEquals(new PaceKeywords(OptionalInt.of(600), OptionalInt.of(PaceKeywords.NUMBER_MAX)),
                ChannelKeywords.parse("messagesperminute 600 recipientsperconnection 1000000").transport().pace());
        assertEquals("keyword messagesperminute: not a number from 1 to 1000000: 1000001", fault("messagesperminute 1000001"));
        assertEquals("keyword recipientsperconnection: not a number from 1 to 1000000: 0", fault("recipientsperconnection 0"));
    }

    @Test
    void whatIsLookedUpOfStrangers() {
        NameKeywords names = ChannelKeywords.parse("spfhelo spfrcptto spfstatus fail=2 softfail_all=4 dnslists Zen other dnslistatconnect dnslistlimit 6 reversedns mailfromdnsverify "
                + "ownsenderauth").service().names();
        assertEquals(SpfKeywords.When.AT_RCPT, names.spf().sender());
        assertEquals(SpfKeywords.When.AT_RCPT, names.spf().hello());
        assertEquals(2, names.spf().classes().get(SpfKeywords.Finding.FAIL));
        assertEquals(4, names.spf().classes().get(SpfKeywords.Finding.SOFTFAIL_ALL));
        assertEquals(5, names.spf().classes().get(SpfKeywords.Finding.FAIL_ALL));
        assertEquals(Set.of("zen", "other"), names.dnsLists());
        assertEquals(OptionalInt.of(6), names.listScoreMax());
        assertTrue(names.listsAtConnect() && names.reverseDns() && names.senderDomain() && names.ownNeedLogin());
        assertEquals(SpfKeywords.When.AT_MAIL, ChannelKeywords.parse("spfrcptto spfmailfrom").service().names().spf().sender());
        assertEquals(SpfKeywords.When.NEVER, ChannelKeywords.parse("spfrcptto spfhelo spfnone").service().names().spf().hello());
        assertEquals(NameKeywords.DEFAULT, ChannelKeywords.parse("dnslists zen nodnslists reversedns noreversedns mailfromdnsverify nomailfromdnsverify ownsenderauth noownsenderauth "
                + "dnslistatconnect dnslistatrcpt").service().names());
        assertEquals("keyword spfstatus: it is FINDING=2, 4 or 5, not fail=3", wrong("spfstatus fail=3"));
        assertEquals("keyword spfstatus: there is no finding pass, only fail, fail_all, nomail, softfail, softfail_all, permerror, temperror", wrong("spfstatus pass=2"));
        assertEquals("keyword dnslistlimit: not a number from 1 to 1000000: 0", wrong("dnslistlimit 0"));
    }

    @Test
    void aChannelAsksSoManyListsAndNoMore() {
        String names = IntStream.range(0, NameKeywords.LISTS_MAX).mapToObj(i -> " l" + i).collect(Collectors.joining());
        assertEquals(NameKeywords.LISTS_MAX, ChannelKeywords.parse("dnslists" + names).service().names().dnsLists().size());
        assertEquals("there is no keyword more", wrong("dnslists" + names + " more"));
    }

    private static String wrong(String keywords) {
        return assertThrows(IllegalArgumentException.class, () -> ChannelKeywords.parse(keywords)).getMessage();
    }
}
