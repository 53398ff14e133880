package org.gatepost.ee.delivery;

import java.util.Optional;

import org.gatepost.channel.Channel;
import org.gatepost.gate.PolicySnapshot;
import org.gatepost.queue.Route;
import org.gatepost.smtp.client.RemoteReply;
import org.gatepost.smtp.client.Step;
import org.gatepost.smtp.protocol.Replies;

/**
 * By which channel an entry leaves now. A policy made after it was accepted may have taken the channel or its destination away: then it waits as for a
 * next hop that cannot be reached, and comes to the same end.
 */
final class Departure {

    /** What there is to say where the channel leads nowhere. */
    static final RemoteReply NONE = new RemoteReply.Broken(Replies.CHANNEL_LEADS_NOWHERE, Step.CONNECT);

    /** What there is to say of mail that ages while its route is stopped. */
    static final RemoteReply STOPPED = new RemoteReply.Broken(Replies.DELIVERY_STOPPED, Step.CONNECT);

    private Departure() {
    }

    /** The route's channel; where it is gone, one of its name without a next hop, and with the times of {@link PolicySnapshot#REMOTE_DELIVERY}. */
    static Channel channel(PolicySnapshot policy, Route route) {
        Channel named = policy.channels().get(route.channel());
        if (named != null) {
            return route.host().map(named::toHost).orElse(named);
        }
        Channel like = policy.channel(PolicySnapshot.REMOTE_DELIVERY);
        return new Channel(route.channel(), like.sourceOctetsMax(), like.octetsMax(), like.recipientsMax(), like.headerOctetsMax(), like.bareLineFeed(),
                like.rejectsLongLines(), Optional.empty(), like.backoff(), like.notices(), like.jobsMax());
    }
}
