package org.gatepost.smtp.session;

import java.time.Duration;
import java.time.Instant;

/**
 * How fast a content must come: on average over all of it, chunks and what lies between them included, once the grace is over. An octet now and then
 * keeps every wait short; this is what ends it. 421 4.4.2
 *
 * @param octetsPerSecondMin 0 for no such limit
 * @param grace from the beginning of the content
 */
public record ContentPace(int octetsPerSecondMin, Duration grace) {

    /** 500 octets a second after two minutes. */
    public static final ContentPace DEFAULT = new ContentPace(500, Duration.ofMinutes(2));

    private static final Duration NEVER = Duration.ofDays(1);

    /** Until when more of a content must have come that began then and of which there is so much. */
    Instant deadline(Instant begun, long octets) {
        return begun.plus(octetsPerSecondMin == 0 ? NEVER : grace.plusMillis(octets * 1_000 / octetsPerSecondMin));
    }
}
