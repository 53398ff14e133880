package org.gatepost.smtp.listener;

/**
 * A client connected.
 *
 * @param openSessions sessions open on this node, this one included
 * @param openSessionsOfClient those of the same client address, this one included
 */
public record ConnectRequest(Connection connection, int openSessions, int openSessionsOfClient) {
}
