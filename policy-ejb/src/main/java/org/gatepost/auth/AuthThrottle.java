package org.gatepost.auth;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;

/**
 * Counts failed attempts by user and by address, so that nobody guesses long and no account is locked by the directory. An attempt counts as failed from
 * its beginning until somebody says otherwise: many at once are no way round. Of this node alone. Bounded; safe for use by many threads.
 */
public final class AuthThrottle {

    private final AuthLimits limits;
    private final Cache<String, Integer> failures;

    /** @param steadyClock says how long a window has lasted; never set back */
    public AuthThrottle(AuthLimits limits, InstantSource steadyClock) {
        this.limits = limits;
        this.failures = Caffeine.newBuilder().maximumSize(limits.rememberedMax()).executor(Runnable::run)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(steadyClock.millis())).expireAfter(Expiry.<String, Integer>creating((key, count) -> window())).build();
    }

    private Duration window() {
        return limits.window();
    }

    /** Whether an attempt may be made; if so it is counted as failed. */
    public boolean begins(String user, String address) {
        if (count(user(user)) >= limits.userFailuresMax() || count(address(address)) >= limits.addressFailuresMax()) {
            return false;
        }
        return change(user(user), 1) <= limits.userFailuresMax() & change(address(address), 1) <= limits.addressFailuresMax();
    }

    /** It was the right one: earlier failures of the user are forgotten, those of the address are not. */
    public void succeeded(String user, String address) {
        failures.invalidate(user(user));
        change(address(address), -1);
    }

    /** It came to nothing through no fault of the client's. */
    public void notJudged(String user, String address) {
        change(user(user), -1);
        change(address(address), -1);
    }

    /** Users and addresses with failures now. */
    long remembered() {
        failures.cleanUp();
        return failures.estimatedSize();
    }

    private int count(String key) {
        Integer count = failures.getIfPresent(key);
        return count == null ? 0 : count;
    }

    private int change(String key, int by) {
        Integer count = failures.asMap().compute(key, (same, before) -> {
            int after = (before == null ? 0 : before) + by;
            return after <= 0 ? null : Integer.valueOf(after);
        });
        return count == null ? 0 : count;
    }

    private static String user(String user) {
        return "user " + user;
    }

    private static String address(String address) {
        return "address " + address;
    }
}
