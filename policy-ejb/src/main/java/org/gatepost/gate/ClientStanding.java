package org.gatepost.gate;

import java.time.Instant;

import org.gatepost.channel.Channel;
import org.gatepost.smtp.listener.Connection;

/**
 * How a client stands with us, as far as it decides what it is offered.
 *
 * @param encrypted whether the connection is
 * @param known whether it has authenticated, or its channel is for our own
 * @param at now
 */
record ClientStanding(boolean encrypted, boolean known, Instant at) {

    static ClientStanding of(Connection connection, boolean authenticated, Channel source, Instant at) {
        return new ClientStanding(connection.tls().isPresent(), authenticated || source.keywords().service().extensions().internal(), at);
    }
}
