package org.gatepost.smtp.client;

import java.time.Duration;

/**
 * How long the client waits for a next hop (RFC 5321 section 4.5.3.2).
 *
 * @param connect for the connection to one address
 * @param command for the greeting and for the reply to each command
 * @param data for one write of commands or content to be taken
 * @param afterData for the reply to the final dot: a receiver that is cut short here has often taken the message, and gets it twice
 */
public record ClientTimeouts(Duration connect, Duration command, Duration data, Duration afterData) {

    /** 30 seconds to connect; 5, 3 and 10 minutes as section 4.5.3.2 has them. */
    public static final ClientTimeouts DEFAULT = new ClientTimeouts(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(3),
            Duration.ofMinutes(10));

    public ClientTimeouts {
        for (Duration each : new Duration[] {connect, command, data, afterData}) {
            if (each.isNegative() || each.isZero()) {
                throw new IllegalArgumentException("a timeout is longer than nothing: " + each);
            }
        }
    }
}
