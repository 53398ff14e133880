package org.gatepost.gate;

import java.util.Optional;
import java.util.OptionalLong;

import org.gatepost.channel.Channel;
import org.gatepost.channel.NextHop;
import org.gatepost.directory.Delivery;
import org.gatepost.mail.NoSolicit;
import org.gatepost.mail.SizeLimit;
import org.gatepost.queue.Route;
import org.gatepost.smtp.protocol.Mailbox;

/** Which destination channel a copy leaves by, under one policy: local mailboxes to the message store, everybody else to the outside. */
final class DestinationRouting {

    private final PolicySnapshot policy;

    DestinationRouting(PolicySnapshot policy) {
        this.policy = policy;
    }

    /** Where the channel's destination is fixed, all its mail goes the same way, and is scheduled together under the channel's own name; else by domain. */
    Route routeOf(Delivery delivery) {
        Channel channel = channelOf(delivery);
        if (delivery.later()) {
            return new Route(channel.name(), Route.ACCOUNT);
        }
        return delivery.host().map(host -> Route.toHost(channel.name(), host)).orElseGet(() -> routeBy(channel, delivery.address()));
    }

    /** The way to an address by a channel. */
    static Route routeBy(Channel channel, Mailbox address) {
        boolean byDomain = channel.nextHop().filter(NextHop::isMx).isPresent();
        // Both ways to write a domain are one way to go.
        return new Route(channel.name(), byDomain ? address.asciiDomain().orElseGet(address::domain) : channel.name().value());
    }

    /**
     * The copy a delivery becomes.
     *
     * @param recipientOctetsMax the limit of the recipient that led to it
     * @param stage who says it is held, where it is
     */
    AcceptedRecipient.Copy copyOf(Delivery delivery, OptionalLong recipientOctetsMax, String stage) {
        OptionalLong max = SizeLimit.least(SizeLimit.least(recipientOctetsMax, delivery.octetsMax()), channelOf(delivery).octetsMax());
        Optional<AcceptedRecipient.Hold> hold = delivery.held().map(why -> new AcceptedRecipient.Hold(stage, why));
        return new AcceptedRecipient.Copy(delivery.address(), routeOf(delivery), max, hold, delivery.errorsTo(), delivery.mailbox(), AcceptedRecipient.Alteration.NONE,
                delivery.changes());
    }

    /** What the channel a copy leaves by does not want (keyword {@code destinationnosolicit}). */
    NoSolicit noSolicit(Route route) {
        return policy.channel(route.channel()).keywords().transport().noSolicit();
    }

    /** Which way mail for that domain goes. */
    Route routeOfDomain(boolean local) {
        Channel channel = policy.channel(local ? PolicySnapshot.LOCAL_DELIVERY : PolicySnapshot.REMOTE_DELIVERY);
        return new Route(channel.name(), channel.name().value());
    }

    private Channel channelOf(Delivery delivery) {
        return policy.channel(delivery.local() ? PolicySnapshot.LOCAL_DELIVERY : PolicySnapshot.REMOTE_DELIVERY);
    }
}
