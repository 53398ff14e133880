package org.gatepost.ee.admin.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Slows guessing down: after {@link #FAILURES_MAX} wrong attempts within a minute for a login from an address, or five times as many from an
 * address for any login, that pair or address waits until the minute is over. Safe for use by many threads; remembers a bounded number, the
 * longest untouched forgotten first.
 */
final class LoginThrottle {

    static final int FAILURES_MAX = 5;
    static final int ADDRESS_FAILURES_MAX = 25;
    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final int REMEMBERED_MAX = 10_000;

    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    private record Failures(int count, Instant last) {
    }

    LoginThrottle(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean isClosed(String login, String address) {
        return count(pair(login, address)) >= FAILURES_MAX || count(address) >= ADDRESS_FAILURES_MAX;
    }

    synchronized void failed(String login, String address) {
        Instant now = clock.instant();
        failures.put(pair(login, address), new Failures(count(pair(login, address)) + 1, now));
        failures.put(address, new Failures(count(address) + 1, now));
    }

    synchronized void succeeded(String login, String address) {
        failures.remove(pair(login, address));
    }

    private int count(String key) {
        Failures known = failures.get(key);
        return known == null || known.last().plus(WINDOW).isBefore(clock.instant()) ? 0 : known.count();
    }

    private static String pair(String login, String address) {
        return address + " " + login.toLowerCase(Locale.ROOT);
    }
}
