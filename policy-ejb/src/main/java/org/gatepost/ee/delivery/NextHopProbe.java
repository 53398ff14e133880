package org.gatepost.ee.delivery;

import org.gatepost.channel.Channel;
import org.gatepost.channel.NextHop;
import org.gatepost.mapping.access.AddressAccess;
import org.gatepost.routing.MxRouting;
import org.gatepost.routing.NextHopOffers;
import org.gatepost.routing.TransportSecurity;
import org.gatepost.smtp.client.ClientTimeouts;
import org.gatepost.smtp.client.Opening;
import org.gatepost.smtp.client.RemoteReply;
import org.gatepost.smtp.client.SmtpClient;
import org.gatepost.smtp.client.SocketLink;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.tlsreport.TlsOutcomes;
import org.gatepost.verify.NextHopQuestions;
import org.gatepost.verify.RecipientProbe;

/**
 * Asks next hops about recipients the way delivery reaches them: the same hosts, the same protection, address and login; one connection a question. What such
 * connections come to is not counted as deliveries are. Safe for use by many threads.
 */
public final class NextHopProbe implements RecipientProbe {

    /** A host that is away leaves time for the next one. */
    private static final ClientTimeouts TIMEOUTS = new ClientTimeouts(NextHopQuestions.ANSWER_MAX.dividedBy(2), NextHopQuestions.ANSWER_MAX, NextHopQuestions.ANSWER_MAX, NextHopQuestions.ANSWER_MAX);

    private final DeliveryPorts.Network network;

    /** @param network with times no question outlives */
    NextHopProbe(DeliveryPorts.Network network) {
        this.network = network;
    }

    /** Over real connections. */
    public static NextHopProbe overSockets(String helloName, MxRouting routing, TransportSecurity security, NextHopOffers offers, AddressAccess access) {
        return new NextHopProbe(new DeliveryPorts.Network(SocketLink::connect, SocketLink::addresses, helloName, TIMEOUTS, routing, security, offers, TlsOutcomes.UNCOUNTED, Logins.FILES, access));
    }

    @Override
    public RemoteReply ask(Channel channel, NextHop hop, Mailbox recipient) {
        return switch (new Passage(network, channel, hop, false, Passage.Watch.NONE).open()) {
            case Opening.Opened(SmtpClient client) -> {
                try (client) {
                    RemoteReply said = client.ask(channel.keywords().transport().verify().sender(), recipient);
                    client.quit();
                    yield said;
                }
            }
            case Opening.Failed(RemoteReply why) -> why;
            case Opening.Unprotected(RemoteReply why, var fault) -> why;
        };
    }
}
