package org.gatepost.smtp.listener;

import java.time.Duration;

/**
 * How long a client is kept waiting for replies, so that it comes no faster. The session waits, and holds nothing of policy's meanwhile.
 *
 * @param here before the reply to this command
 * @param everyCommand before the reply to each later command of the transaction
 */
public record Pause(Duration here, Duration everyCommand) {

    /** Not at all. */
    public static final Pause NONE = new Pause(Duration.ZERO, Duration.ZERO);

    public Pause {
        if (here.isNegative() || everyCommand.isNegative()) {
            throw new IllegalArgumentException("nobody waits less than no time");
        }
    }
}
