package org.gatepost.smtp.listener;

import org.gatepost.smtp.protocol.IpAddress;

/**
 * How a port stands.
 *
 * @param listener whose port it is
 * @param open whether clients can connect; false while it is still to be bound
 */
public record PortNotice(String listener, IpAddress address, int port, boolean open) {
}
