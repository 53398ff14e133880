package org.gatepost.gate;

import java.time.Duration;

import org.gatepost.mail.ChannelName;

/** What policy says of connections to one port: the source channel they begin in, and their limits. */
public record ListenerPolicy(String name, ChannelName sourceChannel, int sessionsMax, int sessionsPerClientMax, int errorsMax, int transactionsMax,
        Duration idle, Duration whole) {
}
