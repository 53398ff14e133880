package org.gatepost.queue;

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

    /** Whether an attempt asks the directory, and nobody else. */
    public boolean isToAccount() {
        return nextHop.equals(ACCOUNT);
    }
}
