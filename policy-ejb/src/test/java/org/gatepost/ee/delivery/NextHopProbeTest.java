package org.gatepost.ee.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

import org.gatepost.channel.Channel;
import org.gatepost.channel.ChannelKeywords;
import org.gatepost.channel.NextHop;
import org.gatepost.dns.FakeDns;
import org.gatepost.mail.ChannelName;
import org.gatepost.mapping.access.AddressAccess;
import org.gatepost.mapping.access.IpAccess;
import org.gatepost.routing.MxRouting;
import org.gatepost.routing.NextHopOffers;
import org.gatepost.routing.OurHost;
import org.gatepost.routing.StsPolicy;
import org.gatepost.routing.TransportSecurity;
import org.gatepost.smtp.client.ClientTimeouts;
import org.gatepost.smtp.client.RemoteReply;
import org.gatepost.smtp.protocol.BareLineFeed;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.tlsreport.TlsOutcomes;
import org.gatepost.verify.NextHopAnswer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The question about a recipient goes the way its mail would; on a next hop in memory. */
class NextHopProbeTest {

    private static final NextHop FIXED = NextHop.parse("smtp://hop.example:25");

    private final FakeHop hop = new FakeHop();
    private final FakeDns dns = new FakeDns();
    private final NextHopOffers offers = new NextHopOffers(Clock.systemUTC());
    private AddressAccess access = AddressAccess.ANY;

    @AfterEach
    void nothingIsLeftOpen() {
        assertEquals(0, hop.open());
    }

    @Test
    void asksWithoutSendingAnythingAndLearnsWhatItOffers() {
        hop.offers = "250-hop\r\n250 SIZE 1000";
        assertEquals("250 2.0.0 ok at RCPT", ask("", FIXED));
        assertEquals(List.of("MAIL FROM:<>", "RCPT TO:<alice@example.com>"), hop.envelopes);
        assertEquals(List.of(), hop.messages);
        assertEquals(OptionalLong.of(1000), offers.of(FIXED).orElseThrow().octetsMax());
    }

    @Test
    void saysWhatTheNextHopSaid() {
        hop.rcptReply = "550 5.1.1 nobody";
        assertEquals("550 5.1.1 nobody at RCPT", ask("verifysender probe@gate.example", FIXED));
        assertEquals("MAIL FROM:<probe@gate.example>", hop.envelopes.getFirst());
    }

    @Test
    void oneThatIsAwayIsToldFromOneThatRefuses() {
        hop.down = true;
        RemoteReply away = probe().ask(channel(""), FIXED, new Mailbox("alice", "example.com"));
        assertInstanceOf(RemoteReply.Broken.class, away);
        assertInstanceOf(NextHopAnswer.Silent.class, NextHopAnswer.of(away));
        hop.down = false;
        hop.connectionsMax = -1;
        hop.tooManyGreeting = "554 5.7.1 not you";
        assertEquals("554 5.7.1 not you at GREETING", ask("", FIXED));
    }

    @Test
    void goesToTheHostsOfTheDomainWhereTheChannelDoesAndOnlyWhereItMay() {
        NextHop byDomain = NextHop.parse("mx:25").forDomain("example.com");
        assertEquals("550 5.1.2 the domain does not exist at ROUTE", ask("", byDomain));
        dns.mx("example.com", 10, "mx.example").address("mx.example", "192.0.2.66");
        assertEquals("250 2.0.0 ok at RCPT", ask("", byDomain));
        access = (channel, count, current, address, host) -> new IpAccess.Answer.Fail("never there");
        assertEquals("550 5.7.1 never there at ROUTE", ask("", byDomain));
    }

    @Test
    void whereTheChannelWantsEncryptionItIsNotAskedInTheClear() {
        String said = ask("musttlsclient", FIXED);
        assertTrue(said.startsWith("451 4.7.4"), said);
        assertEquals(List.of(), hop.envelopes);
    }

    private String ask(String keywords, NextHop to) {
        RemoteReply said = probe().ask(channel(keywords), to, new Mailbox("alice", "example.com"));
        return said.reply() + " at " + said.step();
    }

    private NextHopProbe probe() {
        return new NextHopProbe(new DeliveryPorts.Network(hop, host -> List.of(IpAddress.parse("192.0.2.1")), "gate.example", ClientTimeouts.DEFAULT, new MxRouting(dns, new OurHost(Set.of("gate.example"), Set.of()), new Random(1)),
                new TransportSecurity(dns, domain -> StsPolicy.NONE, Set.of()), offers, TlsOutcomes.UNCOUNTED, Logins.FILES, access));
    }

    private static Channel channel(String keywords) {
        return new Channel(new ChannelName("tcp_relay"), OptionalLong.empty(), OptionalLong.empty(), 1000, 262_144, BareLineFeed.NORMALIZE, false, Optional.of(FIXED),
                List.of(Duration.ofSeconds(5)), List.of(Duration.ofHours(1)), 10, ChannelKeywords.parse("verifynexthop " + keywords));
    }
}
