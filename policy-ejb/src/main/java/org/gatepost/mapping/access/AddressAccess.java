package org.gatepost.mapping.access;

import org.gatepost.mail.ChannelName;
import org.gatepost.smtp.protocol.IpAddress;

/** Port: whether an address of a next hop is connected to. Safe for use by many threads. */
@FunctionalInterface
public interface AddressAccess {

    /** Every address is. */
    AddressAccess ANY = new AddressAccess() {
        @Override
        public IpAccess.Answer of(ChannelName channel, int count, int current, IpAddress address, String host) {
            return new IpAccess.Answer.Connect(address);
        }

        @Override
        public boolean isAsked() {
            return false;
        }
    };

    /** Whether it may say anything but yes now; where not, no host need be looked up for its sake. */
    default boolean isAsked() {
        return true;
    }

    /**
     * Asked before each connection.
     *
     * @param count how many addresses the host has
     * @param current which of them this is, from 1
     */
    IpAccess.Answer of(ChannelName channel, int count, int current, IpAddress address, String host);
}
