package org.gatepost.admin.quarantine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many requests an address may make: {@link #REQUESTS_MAX} in each minute. Remembers a bounded number of addresses, the longest untouched forgotten first. Safe for use by many threads. */
final class RequestPace {

    static final int REQUESTS_MAX = 60;
    static final Duration WINDOW = Duration.ofMinutes(1);
    static final int REMEMBERED_MAX = 10_000;

    private final InstantSource clock;
    private final Map<String, Window> windows = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    private record Window(Instant since, int requests) {
    }

    RequestPace(InstantSource clock) {
        this.clock = clock;
    }

    /** Counts one; whether it is within what that address may. */
    synchronized boolean admits(String address) {
        Instant now = clock.instant();
        Window known = windows.get(address);
        Window window = known == null || !now.isBefore(known.since().plus(WINDOW)) ? new Window(now, 1) : new Window(known.since(), known.requests() + 1);
        windows.put(address, window);
        return window.requests() <= REQUESTS_MAX;
    }
}
