package org.gatepost.smtp.session;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import org.gatepost.smtp.protocol.SessionLimits;

/** How long a session waits for its client (RFC 5321 section 4.5.3.2): a whole command, one piece of content, and everything together. */
final class Patience {

    private static final Duration LEAST = Duration.ofMillis(1);

    private final InstantSource steadyClock;
    private final Instant begun;
    private volatile Duration whole;
    private Duration idle;
    private Instant deadline;
    private boolean perRead;

    Patience(InstantSource steadyClock, SessionLimits limits) {
        this.steadyClock = steadyClock;
        this.begun = steadyClock.instant();
        forCommand(limits);
    }

    /** A command is awaited: it must be complete within the idle time, so that an octet now and then gains nothing. */
    void forCommand(SessionLimits limits) {
        set(limits, false);
    }

    /** Content follows: each read may take the idle time. */
    void forContent(SessionLimits limits) {
        set(limits, true);
    }

    private void set(SessionLimits limits, boolean eachRead) {
        idle = limits.idle();
        whole = limits.whole();
        perRead = eachRead;
        deadline = steadyClock.instant().plus(idle);
    }

    /** Sets the link's timeout for the next read. */
    void apply(Link link) throws IOException {
        Instant now = steadyClock.instant();
        Duration rest = Duration.between(now, perRead ? now.plus(idle) : deadline);
        Duration restOfSession = Duration.between(now, begun.plus(whole));
        Duration least = rest.compareTo(restOfSession) < 0 ? rest : restOfSession;
        if (least.compareTo(LEAST) < 0) {
            throw new SocketTimeoutException("the time is up");
        }
        link.setReadTimeout(least);
    }

    /** Whether the whole session has lasted too long. Any thread may ask. */
    boolean isOver() {
        return !steadyClock.instant().isBefore(begun.plus(whole));
    }

    Duration lasted() {
        return Duration.between(begun, steadyClock.instant());
    }
}
