package org.gatepost.adapter.jose;

import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;

import org.gatepost.stage.Match;
import org.gatepost.trace.Alarms;

/**
 * The keys of an issuer, kept for a while: fetched again when they are old, and when a token names one that is not among them. However many ask, one fetches,
 * and not more often than {@link #BETWEEN_FETCHES}. Safe for use by many threads.
 */
final class IssuerKeys {

    /** Keys are fetched anew after so long. */
    static final Duration FRESH = Duration.ofMinutes(10);
    /** So long they go on being good where they cannot be fetched. */
    static final Duration KEPT = Duration.ofHours(1);
    /** The least time between two fetches, whatever tokens say and whether they succeed. */
    static final Duration BETWEEN_FETCHES = Duration.ofSeconds(10);
    /** Keys of a set. */
    static final int KEYS_MAX = 100;

    private static final String ALARM = "tokens:keys";

    private final KeySource source;
    private final Alarms alarms;
    private final InstantSource steadyClock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile Known known = new Known(List.of(), Optional.empty(), Optional.empty(), "");

    /** @param failure why the last attempt failed; empty where it did not */
    private record Known(List<JWK> keys, Optional<Instant> fetched, Optional<Instant> tried, String failure) {

        private static boolean within(Optional<Instant> at, Duration age, Instant now) {
            return at.filter(then -> now.isBefore(then.plus(age))).isPresent();
        }

        boolean fetchedWithin(Duration age, Instant now) {
            return within(fetched, age, now);
        }

        boolean triedWithin(Duration age, Instant now) {
            return within(tried, age, now);
        }
    }

    /** @param steadyClock says how old keys are; never set back */
    IssuerKeys(KeySource source, Alarms alarms, InstantSource steadyClock) {
        this.source = source;
        this.alarms = alarms;
        this.steadyClock = steadyClock;
    }

    /** The keys a token with this header can be signed by; {@link Match.NotFound} where the issuer has none such. */
    Match<List<JWK>> suiting(JWSHeader header) {
        Known now = notOlderThan(FRESH);
        if (!now.fetchedWithin(KEPT, steadyClock.instant())) {
            return new Match.Unavailable<>("keys of the issuer: " + now.failure());
        }
        List<JWK> found = suiting(now, header);
        if (!found.isEmpty()) {
            return new Match.Found<>(found);
        }
        Known anew = notOlderThan(BETWEEN_FETCHES);
        List<JWK> foundThen = suiting(anew, header);
        if (foundThen.isEmpty() && !anew.failure().isEmpty()) {
            return new Match.Unavailable<>("keys of the issuer: " + anew.failure());
        }
        return foundThen.isEmpty() ? new Match.NotFound<>() : new Match.Found<>(foundThen);
    }

    private static List<JWK> suiting(Known known, JWSHeader header) {
        return known.keys().stream().filter(key -> SigningKeys.suits(key, header)).toList();
    }

    private Known notOlderThan(Duration age) {
        if (isGoodFor(age)) {
            return known;
        }
        fetching.lock();
        try {
            if (!isGoodFor(age)) {
                known = fetch(known);
            }
            return known;
        } finally {
            fetching.unlock();
        }
    }

    private boolean isGoodFor(Duration age) {
        Instant now = steadyClock.instant();
        return known.fetchedWithin(age, now) || known.triedWithin(BETWEEN_FETCHES, now);
    }

    private Known fetch(Known before) {
        try {
            List<JWK> keys = JWKSet.parse(source.fetch()).getKeys();
            if (keys.size() > KEYS_MAX) {
                throw new IOException(keys.size() + " keys, " + KEYS_MAX + " may be");
            }
            alarms.clear(ALARM);
            Optional<Instant> now = Optional.of(steadyClock.instant());
            return new Known(List.copyOf(keys), now, now, "");
        } catch (IOException | ParseException e) {
            String why = e instanceof ParseException ? "not a JSON Web Key Set" : String.valueOf(e.getMessage());
            alarms.raise(ALARM, "The keys of who issues tokens cannot be had (" + why + "); logins by token fail when those we have are " + KEPT.toMinutes() + " minutes old.");
            return new Known(before.keys(), before.fetched(), Optional.of(steadyClock.instant()), why);
        }
    }
}
