package org.gatepost.gate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often the mail of one node is brought forward on request, whoever asks: each request costs the database a look at all that waits. Safe for all threads. */
final class TurnThrottle {

    /** Once in so long. */
    static final Duration PAUSE = Duration.ofMinutes(1);
    /** Names remembered; the oldest is forgotten first. */
    static final int NAMES_MAX = 1_000;

    private final InstantSource clock;
    private final Map<String, Instant> last = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > NAMES_MAX;
        }
    };

    TurnThrottle(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether it is somebody's turn now; if so, not again for a while. */
    synchronized boolean take(String name) {
        Instant now = clock.instant();
        Instant before = last.get(name);
        // A clock that was set back must not shut a domain out for longer than once.
        if (before != null && !now.isBefore(before) && now.isBefore(before.plus(PAUSE))) {
            return false;
        }
        last.remove(name);
        last.put(name, now);
        return true;
    }
}
