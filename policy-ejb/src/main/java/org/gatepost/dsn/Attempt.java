package org.gatepost.dsn;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;

import org.gatepost.channel.Channel;
import org.gatepost.queue.AttemptOutcome;
import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.RetrySchedule;
import org.gatepost.smtp.protocol.Handling;

/**
 * One attempt that has ended, with what is needed to settle it.
 *
 * @param claimed the entry as it was when the attempt began
 * @param age of the message now
 * @param channel its destination channel
 * @param original the content as received, for reports
 */
public record Attempt(ClaimedEntry claimed, Duration age, AttemptOutcome outcome, Channel channel, Original original) {

    /** Opens a message's content as received; the caller closes the stream. */
    @FunctionalInterface
    public interface Original {
        InputStream open() throws IOException;
    }

    RetrySchedule schedule() {
        Handling handling = claimed.message().envelope().parameters().handling();
        return RetrySchedule.of(channel, claimed.message().priority()).ahead(handling.priority()).within(handling.deliverBy());
    }

    Instant arrived() {
        return outcome.at().minus(age);
    }
}
