package org.gatepost.gate;

import org.gatepost.channel.Channel;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.protocol.SessionLimits;
import org.gatepost.stage.SessionFacts;

/** Limits that were worked out, and what they follow from, so that they need not be for each command. Immutable. */
record KnownLimits(SessionLimits limits, ListenerPolicy listener, Channel source, Connection connection, boolean authenticated) {

    static KnownLimits of(SessionFacts facts, Connection connection, SessionLimits limits) {
        return new KnownLimits(limits, facts.require(GateFacts.LISTENER), facts.require(GateFacts.SOURCE_CHANNEL), connection, facts.get(GateFacts.USER).isPresent());
    }

    /** The very same objects: all of them are immutable, and comparing what is in them would cost as much as working out. */
    boolean followFrom(SessionFacts facts, Connection now) {
        return connection == now && listener == facts.require(GateFacts.LISTENER) && source == facts.require(GateFacts.SOURCE_CHANNEL)
                && authenticated == facts.get(GateFacts.USER).isPresent();
    }
}
