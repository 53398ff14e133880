package org.gatepost.queue;

import java.util.Optional;

import org.gatepost.mail.ChannelName;

/**
 * Which way a recipient's copy leaves.
 *
 * @param channel destination channel
 * @param nextHop which destination within it: the recipient's domain where the channel routes by it, the channel's own name where its destination
 *        is fixed. Entries of equal routes share connections and are scheduled together
 */
public record Route(ChannelName channel, String nextHop) {

    /** Instead of a next hop, which is never called so: accounts that take no mail for now. An attempt asks the directory which way their copies go. */
    public static final String ACCOUNT = "(account)";

    private static final char HOST = '@';
    /** Before the channel and the next hop it goes by once a filter has brought it back. */
    private static final char ONWARD = '>';

    /** How the next hop of every way through a filter begins, and no other. */
    public static final String THROUGH_FILTER = String.valueOf(ONWARD);

    /** The way to one host by a channel, which names only how hosts are spoken to. */
    public static Route toHost(ChannelName channel, String host) {
        return new Route(channel, HOST + host);
    }

    /** The one host it leads to, where it does, whatever the channel's destination is. */
    public Optional<String> host() {
        return nextHop.isEmpty() || nextHop.charAt(0) != HOST ? Optional.empty() : Optional.of(nextHop.substring(1));
    }

    /** The way through a filter, which is a channel's fixed next hop; what comes back goes on by the other. */
    public static Route through(ChannelName filter, Route onward) {
        return new Route(filter, ONWARD + onward.channel().value() + ONWARD + onward.nextHop());
    }

    /** The way it goes on by when it comes back, where this one leads through a filter. */
    public Optional<Route> onward() {
        if (nextHop.isEmpty() || nextHop.charAt(0) != ONWARD) {
            return Optional.empty();
        }
        int end = nextHop.indexOf(ONWARD, 1);
        return Optional.of(new Route(new ChannelName(nextHop.substring(1, end)), nextHop.substring(end + 1)));
    }

    /** Whether an attempt asks the directory, and nobody else. */
    public boolean isToAccount() {
        return nextHop.equals(ACCOUNT);
    }
}
