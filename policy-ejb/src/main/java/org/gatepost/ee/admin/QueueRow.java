package org.gatepost.ee.admin;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import org.gatepost.mail.QueueId;

/**
 * One entry of the queue as a line of a table.
 *
 * @param id of the entry
 * @param queueId of its message
 * @param sender the reverse-path; empty for the null reverse-path
 * @param recipient the first open recipient
 * @param recipients how many of them wait or are held
 * @param octets size of the content as received
 * @param due the next attempt; empty while all are held
 * @param heldBecause by what the first held recipient is held, and why; empty where none is
 * @param returning whether it goes back to the sender at the next attempt
 */
public record QueueRow(UUID id, QueueId queueId, Instant arrived, String sender, String recipient, int recipients, String channel, String nextHop,
        long octets, EntryState state, int attempts, Optional<Instant> due, String heldBecause, boolean returning, String lastReply) {
}
