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
    private Instant pace = Instant.MAX;
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
        pace = Instant.MAX;
        idle = limits.idle();
        whole = limits.whole();
        perRead = eachRead;
        deadline = steadyClock.instant().plus(idle);
    }

    /** More of the content must come until then; holds until the next of {@link #forCommand} and {@link #forContent}. */
    void keepPace(Instant paceDeadline) {
        pace = paceDeadline;
    }

    /** So long, but no longer than the session may last; at least a millisecond. */
    Duration atMost(Duration wanted) {
        Duration rest = Duration.between(steadyClock.instant(), begun.plus(whole));
        Duration shorter = rest.compareTo(wanted) < 0 ? rest : wanted;
        return shorter.compareTo(LEAST) < 0 ? LEAST : shorter;
    }

    /** Sets the link's timeout for the next read. */
    void apply(Link link) throws IOException {
        Instant now = steadyClock.instant();
        Instant until = earlier(perRead ? now.plus(idle) : deadline, earlier(begun.plus(whole), pace));
        Duration rest = Duration.between(now, until);
        if (rest.compareTo(LEAST) < 0) {
            throw new SocketTimeoutException("the time is up");
        }
        link.setReadTimeout(rest);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** Whether the content under way came too slowly. */
    boolean isTooSlow() {
        return !steadyClock.instant().plus(LEAST).isBefore(pace);
    }

    /** Whether the whole session has lasted too long. Any thread may ask. */
    boolean isOver() {
        return !steadyClock.instant().isBefore(begun.plus(whole));
    }

    Duration lasted() {
        return Duration.between(begun, steadyClock.instant());
    }
}
