package org.gatepost.verify;

import org.gatepost.channel.Channel;
import org.gatepost.channel.NextHop;
import org.gatepost.smtp.client.RemoteReply;
import org.gatepost.smtp.protocol.Mailbox;

/** Port: asks a next hop whether it takes a recipient, over a connection made as for delivery. Safe for use by many threads. */
@FunctionalInterface
public interface RecipientProbe {

    /**
     * Asks. Who asked interrupts when there was no answer in time. Never throws for what the next hop, name servers or the network do.
     *
     * @param channel on whose terms it is connected to
     * @param hop where it is, for the recipient's domain
     */
    RemoteReply ask(Channel channel, NextHop hop, Mailbox recipient);
}
