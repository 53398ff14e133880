package org.gatepost.ee.delivery;

import java.time.Clock;
import java.util.function.BooleanSupplier;

import org.gatepost.dsn.Aftermath;
import org.gatepost.gate.OnwardSender;
import org.gatepost.gate.PolicySource;
import org.gatepost.hop.HopSecret;
import org.gatepost.mapping.access.AddressAccess;
import org.gatepost.queue.ContentStore;
import org.gatepost.queue.QueueStore;
import org.gatepost.queue.Routing;
import org.gatepost.queue.Stops;
import org.gatepost.routing.MxRouting;
import org.gatepost.routing.NextHopOffers;
import org.gatepost.routing.TransportSecurity;
import org.gatepost.smtp.client.ClientTimeouts;
import org.gatepost.smtp.client.RemoteLink;
import org.gatepost.tlsreport.TlsOutcomes;
import org.gatepost.verify.Leaks;

/**
 * What delivery works with. Its ports are safe for use by many threads.
 *
 * @param senders under which reverse-path a message goes on
 * @param processorsShort whether the processors of this machine are all in use
 * @param hopSecret under which messages go to filters
 * @param leaks who counts what is refused for good after it was taken
 */
public record DeliveryPorts(QueueStore store, ContentStore contents, PolicySource policy, Stops stops, Aftermath aftermath, Routing routing, Network network, Clock clock,
        OnwardSender senders, BooleanSupplier processorsShort, HopSecret hopSecret, Leaks leaks) {

    /**
     * The way to next hops, and how we introduce ourselves there.
     *
     * @param lookup what addresses the connector would find for a host
     * @param routing to the hosts of a domain
     * @param security of connections
     * @param offers what next hops that policy names turn out to offer
     * @param outcomes who counts what encrypted connections to domains come to
     * @param logins passwords that channels refer to
     * @param access which addresses are connected to
     */
    public record Network(RemoteLink.Connector connector, RemoteLink.Lookup lookup, String helloName, ClientTimeouts timeouts, MxRouting routing, TransportSecurity security,
            NextHopOffers offers, TlsOutcomes outcomes, Logins logins, AddressAccess access) {
    }
}
