package org.gatepost.sieve.reply;

import java.time.ZonedDateTime;

/** What makes a message of ours one of its own: when, and under which id (without the angle brackets). */
public record Stamp(ZonedDateTime date, String messageId) {
}
