package org.gatepost.smtp.listener;

/**
 * The connection was encrypted.
 *
 * @param connection with what was agreed
 * @param notes what policy remembered at connect; what it remembered since is forgotten (RFC 3207 section 4.2)
 */
public record TlsRequest(Connection connection, SessionNotes notes) {
}
