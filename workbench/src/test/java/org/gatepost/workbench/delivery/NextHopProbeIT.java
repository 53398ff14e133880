package org.gatepost.workbench.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

import org.gatepost.adapter.dns.DnsJavaLookup;
import org.gatepost.adapter.dns.DnsServers;
import org.gatepost.channel.Channel;
import org.gatepost.channel.ChannelKeywords;
import org.gatepost.channel.NextHop;
import org.gatepost.ee.delivery.NextHopProbe;
import org.gatepost.ee.wiring.VirtualSideBySide;
import org.gatepost.mail.ChannelName;
import org.gatepost.mapping.access.AddressAccess;
import org.gatepost.routing.MxRouting;
import org.gatepost.routing.NextHopOffers;
import org.gatepost.routing.OurHost;
import org.gatepost.routing.StsPolicy;
import org.gatepost.routing.TransportSecurity;
import org.gatepost.smtp.protocol.BareLineFeed;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.SideBySide;
import org.junit.jupiter.api.Test;

/** The question about a recipient over real sockets. */
class NextHopProbeIT {

    @Test
    void aNextHopIsAskedAndGetsNoMessage() throws Exception {
        try (SmallHop hop = new SmallHop(false)) {
            assertEquals("250", asked(hop.port(), Duration.ofSeconds(20)).substring(0, 3));
            assertEquals(0, hop.messages.size());
        }
    }

    @Test
    void oneThatSaysNothingIsHungUpOnWhenItsTimeIsOver() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertEquals("late: no answer within 200 ms", asked(listening.getLocalPort(), Duration.ofMillis(200)));
            try (Socket theirs = listening.accept(); InputStream in = theirs.getInputStream()) {
                theirs.setSoTimeout(5_000);
                assertEquals(-1, in.read());
            }
        }
    }

    private static String asked(int port, Duration deadline) throws Exception {
        try (DnsJavaLookup dns = new DnsJavaLookup(new DnsServers(List.of(), Duration.ofSeconds(1)))) {
            NextHop hop = NextHop.parse("smtp://127.0.0.1:" + port);
            Channel channel = new Channel(new ChannelName("tcp_relay"), OptionalLong.empty(), OptionalLong.empty(), 1000, 262_144, BareLineFeed.NORMALIZE, false, Optional.of(hop),
                    List.of(Duration.ofSeconds(5)), List.of(Duration.ofHours(1)), 10, ChannelKeywords.parse("verifynexthop"));
            NextHopProbe probe = NextHopProbe.overSockets("gate.example", new MxRouting(dns, new OurHost(Set.of("gate.example"), Set.of()), new Random()),
                    new TransportSecurity(dns, domain -> StsPolicy.NONE, Set.of()), new NextHopOffers(Clock.systemUTC()), AddressAccess.ANY);
            return new VirtualSideBySide().askAll(List.of(new SideBySide.Question<>(() -> probe.ask(channel, hop, new Mailbox("alice", "example.com")).reply().toString(), deadline,
                    why -> "late: " + why))).getFirst();
        }
    }
}
