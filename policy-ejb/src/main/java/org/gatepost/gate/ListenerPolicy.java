package org.gatepost.gate;

import java.time.Duration;

import org.gatepost.mail.ChannelName;

/**
 * What policy says of connections to one port: the source channel they begin in, their limits, and who may speak for others.
 *
 * @param proxy who must begin each connection with a PROXY header; everybody else's is closed. Empty: no header is read
 * @param xclient who may use XCLIENT
 */
public record ListenerPolicy(String name, ChannelName sourceChannel, int sessionsMax, int sessionsPerClientMax, int errorsMax, int transactionsMax,
        Duration idle, Duration whole, TrustList proxy, TrustList xclient) {

    /** One where nobody speaks for others. */
    public ListenerPolicy(String name, ChannelName sourceChannel, int sessionsMax, int sessionsPerClientMax, int errorsMax, int transactionsMax,
            Duration idle, Duration whole) {
        this(name, sourceChannel, sessionsMax, sessionsPerClientMax, errorsMax, transactionsMax, idle, whole, TrustList.NOBODY, TrustList.NOBODY);
    }
}
