package org.gatepost.mapping.access;

import org.gatepost.mail.ChannelName;
import org.gatepost.smtp.protocol.IpAddress;

/** Port: whether an address of a next hop is connected to. Safe for use by many threads. */
@FunctionalInterface
public interface AddressAccess {

    /** Every address is. */
    AddressAccess ANY = (channel, count, current, address, host) -> new IpAccess.Answer.Connect(address);

    /**
     * Asked before each connection.
     *
     * @param count how many addresses the host has
     * @param current which of them this is, from 1
     */
    IpAccess.Answer of(ChannelName channel, int count, int current, IpAddress address, String host);
}
