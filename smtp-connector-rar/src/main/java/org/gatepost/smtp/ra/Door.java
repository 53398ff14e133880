package org.gatepost.smtp.ra;

/**
 * One kind of port.
 *
 * @param listener the name policy knows it by
 * @param port 0 for any free one
 * @param tlsFirst whether the handshake comes before the greeting (RFC 8314 section 3)
 * @param setting what an operator calls the port
 */
record Door(String listener, int port, boolean tlsFirst, String setting) {
}
