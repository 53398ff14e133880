package org.gatepost.adapter.scanner.milter;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Connections to one filter that rest between two messages, so many and so long as policy says. Which rests longest is used first, so that each shows what its filter
 * says when it was not asked. Safe for use by many threads.
 */
final class KeptConnections {

    /** One that has rested for less is not used: what a filter says to the end of a message without being asked has come by then, and is no answer to the next. */
    static final Duration REST_MIN = Duration.ofMillis(20);
    /** No connection is used for longer, so that a filter's name is looked up again. */
    static final Duration AGE_MAX = Duration.ofMinutes(5);

    private final Keeping keeping;
    private final InstantSource steadyClock;
    private final Deque<Resting> resting = new ArrayDeque<>();
    private boolean swept;

    /** A connection, when it began and since when it rests. */
    private record Resting(Connection connection, Instant begun, Instant since) {
    }

    /** A connection in use, and when it began. */
    record Lent(Connection connection, Instant begun) {
    }

    KeptConnections(Keeping keeping, InstantSource steadyClock) {
        this.keeping = keeping;
        this.steadyClock = steadyClock;
    }

    /** One that can be used again, if there is one. What its filter has closed is closed. */
    Optional<Lent> take() {
        for (Optional<Resting> oldest = oldest(); oldest.isPresent(); oldest = oldest()) {
            if (oldest.get().connection().isRested()) {
                return Optional.of(new Lent(oldest.get().connection(), oldest.get().begun()));
            }
            close(oldest.get().connection());
        }
        return Optional.empty();
    }

    private Optional<Resting> oldest() {
        closeOld();
        synchronized (resting) {
            return Optional.ofNullable(resting.peekFirst()).filter(first -> !steadyClock.instant().isBefore(first.since().plus(REST_MIN))).map(first -> resting.pollFirst());
        }
    }

    /** Of one whose message is over: it rests, or is closed where there are enough or it cannot be used again. Never throws. */
    void keep(Lent lent) {
        Connection connection = lent.connection();
        Instant now = steadyClock.instant();
        boolean kept = false;
        try {
            boolean wanted = connection.isReusable() && keeping.max() > 0 && now.isBefore(lent.begun().plus(AGE_MAX));
            if (wanted) {
                connection.rest();
                kept = add(new Resting(connection, lent.begun(), now));
            } else {
                connection.quit();
                return;
            }
        } catch (IOException e) {
            // It has answered, and went first.
        }
        if (!kept) {
            close(connection);
        }
    }

    private boolean add(Resting one) {
        synchronized (resting) {
            if (resting.size() >= keeping.max()) {
                return false;
            }
            resting.addLast(one);
            if (!swept) {
                swept = true;
                Thread.ofVirtual().name("milter-rest").start(this::sweep);
            }
            return true;
        }
    }

    /** Until none rests any more, so that nothing is left of a filter nobody asks, and nothing runs. */
    private void sweep() {
        try {
            while (isAnyLeft()) {
                Thread.sleep(keeping.idle());
                closeOld();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isAnyLeft() {
        synchronized (resting) {
            swept = !resting.isEmpty();
            return swept;
        }
    }

    /** Closes those that rest for too long. */
    void closeOld() {
        List<Connection> old = new ArrayList<>();
        synchronized (resting) {
            Instant earliest = steadyClock.instant().minus(keeping.idle());
            for (Iterator<Resting> each = resting.iterator(); each.hasNext();) {
                Resting one = each.next();
                if (!one.since().isAfter(earliest)) {
                    each.remove();
                    old.add(one.connection());
                }
            }
        }
        old.forEach(KeptConnections::close);
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // It is of no use any more.
        }
    }
}
