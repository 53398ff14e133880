package org.gatepost.ee.delivery;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

import org.gatepost.queue.Route;

/**
 * How delivery to one destination goes, for the overview page.
 *
 * @param waiting entries in this node's memory that no connection carries yet
 * @param connections open ones, idle ones included
 * @param jobsAllowed how many may be at work at once, for now
 * @param messagesPerMinute how many its hosts get, where that is bounded, for now or by the channel
 * @param lastFailure why it could last not be reached; empty once it was reached again
 * @param failedAt when that was
 */
public record DestinationView(Route route, int waiting, int connections, int jobsAllowed, OptionalInt messagesPerMinute, Optional<String> lastFailure, Optional<Instant> failedAt) {
}
