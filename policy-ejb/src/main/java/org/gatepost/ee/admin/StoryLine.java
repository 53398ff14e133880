package org.gatepost.ee.admin;

import java.time.Instant;
import java.util.Map;

/**
 * One row of a message's story.
 *
 * @param kind as in the trace: accept, deliver, defer, fail, dsn, no_dsn, hold, release, discard, refuse; or edit for what was done by hand
 * @param recipient whom it is about; empty where it is about the message
 * @param reply the reply given or received; may be empty
 * @param reason the rule or person, and what it saw; may be empty
 * @param details further facts by name, as text
 */
public record StoryLine(Instant at, String kind, String node, String sender, String recipient, String reply, String reason,
        Map<String, String> details) {
}
