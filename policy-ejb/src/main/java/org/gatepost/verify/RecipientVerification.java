package org.gatepost.verify;

import org.gatepost.channel.Channel;
import org.gatepost.channel.NextHop;
import org.gatepost.smtp.protocol.Mailbox;

/** Port: whether a next hop takes a recipient, as far as is known or can be asked within a bound. Safe for use by many threads. */
@FunctionalInterface
public interface RecipientVerification {

    /** Nobody is asked, and nothing follows from it. */
    RecipientVerification NONE = (channel, hop, recipient) -> new NextHopAnswer.NotAsked();

    /**
     * What the next hop says.
     *
     * @param channel on whose terms it is asked
     * @param hop where it is, for the recipient's domain
     */
    NextHopAnswer of(Channel channel, NextHop hop, Mailbox recipient);
}
