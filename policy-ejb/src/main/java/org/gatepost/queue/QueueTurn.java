package org.gatepost.queue;

import org.gatepost.smtp.protocol.TurnNode;

/** Port: brings forward what waits for somebody who asks for it (RFC 1985). Safe for use by many threads. */
@FunctionalInterface
public interface QueueTurn {

    /**
     * Makes the waiting mail of a node due at once, as far as it leaves that way and is not to be held until later; its attempts follow in the order and
     * within the limits of all others. Does not wait for them.
     *
     * @throws RuntimeException where the queue cannot be reached
     */
    void turn(Route route, TurnNode node);
}
