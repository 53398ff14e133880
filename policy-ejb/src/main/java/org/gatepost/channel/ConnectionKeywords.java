package org.gatepost.channel;

import java.util.Optional;

import org.gatepost.mail.ChannelName;

/**
 * What a channel says of the connections its clients come by. Immutable.
 *
 * @param tlsSwitchChannel keyword {@code tlsswitchchannel}: the channel mail enters by once the connection is encrypted
 * @param asksClientCertificate keywords {@code askclientcert}, {@code noclientcert}
 * @param xclientLogin keywords {@code xclientlogin}, {@code noxclientlogin}: whether XCLIENT may name a user, who then counts as logged in
 * @param switchesByAddress keywords {@code switchchannel}, {@code noswitchchannel}: whether clients the table INTERNAL_IP knows enter by {@code tcp_intranet} instead
 */
public record ConnectionKeywords(Optional<ChannelName> tlsSwitchChannel, boolean asksClientCertificate, boolean xclientLogin, boolean switchesByAddress) {

    /** Of a channel that says nothing. */
    public static final ConnectionKeywords DEFAULT = new ConnectionKeywords(Optional.empty(), false, false, false);

    ConnectionKeywords switchingTo(ChannelName channel) {
        return new ConnectionKeywords(Optional.of(channel), asksClientCertificate, xclientLogin, switchesByAddress);
    }

    ConnectionKeywords asking(boolean asks) {
        return new ConnectionKeywords(tlsSwitchChannel, asks, xclientLogin, switchesByAddress);
    }

    ConnectionKeywords takingLogins(boolean takes) {
        return new ConnectionKeywords(tlsSwitchChannel, asksClientCertificate, takes, switchesByAddress);
    }

    ConnectionKeywords switchingByAddress(boolean switches) {
        return new ConnectionKeywords(tlsSwitchChannel, asksClientCertificate, xclientLogin, switches);
    }
}
