package org.gatepost.ee.admin;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One recipient's copy while its entry is in the queue.
 *
 * @param entry its entry in the queue
 * @param presented the forward-path the client gave
 * @param state waiting, held, sent, failed or expired
 * @param by who holds it
 * @param text the reply, or why it is held
 * @param due the entry's next attempt
 * @param busy whether a node is working on the entry
 * @param lastReply what the next hop said last to the entry
 */
public record CopyState(UUID entry, String address, String presented, String channel, String nextHop, String state, String by, String text,
        int attempts, Optional<Instant> due, boolean busy, boolean returning, String lastReply) {

    /** Whether somebody still has to do something with it. */
    public boolean isOpen() {
        return state.equals("waiting") || state.equals("held");
    }
}
