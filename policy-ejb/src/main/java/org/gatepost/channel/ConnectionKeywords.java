package org.gatepost.channel;

import java.util.Optional;

import org.gatepost.mail.ChannelName;

/**
 * What a channel says of the connections its clients come by. Immutable.
 *
 * @param tlsSwitchChannel keyword {@code tlsswitchchannel}: the channel mail enters by once the connection is encrypted
 * @param asksClientCertificate keywords {@code askclientcert}, {@code noclientcert}
 * @param xclientLogin keywords {@code xclientlogin}, {@code noxclientlogin}: whether XCLIENT may name a user, who then counts as logged in
 * @param switching keywords {@code switchchannel}, {@code allowswitchchannel}, {@code noswitchchannel}
 * @param switchesByUser keywords {@code userswitchchannel}, {@code nouserswitchchannel}: whether a transaction enters by the channel that the directory names for its
 *        reverse-path; anybody can claim one
 */
public record ConnectionKeywords(Optional<ChannelName> tlsSwitchChannel, boolean asksClientCertificate, boolean xclientLogin, Switching switching,
        boolean switchesByUser) {

    /** Of a channel that says nothing. */
    public static final ConnectionKeywords DEFAULT = new ConnectionKeywords(Optional.empty(), false, false, Switching.ALLOWED, false);

    /** Whether clients are switched from the channel to another by what is known of them, and to it. */
    public enum Switching {
        /** From it, and to it: clients the table INTERNAL_IP knows enter by {@code tcp_intranet} instead. */
        SWITCHES,
        /** Not from it, but to it. */
        ALLOWED,
        /** Neither. Who authenticates is switched to it all the same. */
        NEVER
    }

    /** Whether clients the table INTERNAL_IP knows enter by {@code tcp_intranet} instead. */
    public boolean switchesByAddress() {
        return switching == Switching.SWITCHES;
    }

    ConnectionKeywords switchingTo(ChannelName channel) {
        return new ConnectionKeywords(Optional.of(channel), asksClientCertificate, xclientLogin, switching, switchesByUser);
    }

    ConnectionKeywords asking(boolean asks) {
        return new ConnectionKeywords(tlsSwitchChannel, asks, xclientLogin, switching, switchesByUser);
    }

    ConnectionKeywords takingLogins(boolean takes) {
        return new ConnectionKeywords(tlsSwitchChannel, asksClientCertificate, takes, switching, switchesByUser);
    }

    ConnectionKeywords with(Switching how) {
        return new ConnectionKeywords(tlsSwitchChannel, asksClientCertificate, xclientLogin, how, switchesByUser);
    }

    ConnectionKeywords switchingByUser(boolean switches) {
        return new ConnectionKeywords(tlsSwitchChannel, asksClientCertificate, xclientLogin, switching, switches);
    }
}
