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
}
