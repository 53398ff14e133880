package org.gatepost.adapter.ldap;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;

import org.gatepost.stage.Match;

/** Remembers real answers: what was found, and for its own time that nothing was. Bounded; safe for use by many threads. */
final class AnswerCache<K, V> {

    private final Cache<K, Match<V>> answers;
    private final Duration found;
    private final Duration missing;

    /**
     * @param entriesMax answers of the usual size
     * @param octetsMax of all answers, about
     * @param octets what one of them is, about
     */
    AnswerCache(Duration found, Duration missing, long entriesMax, long octetsMax, ToIntFunction<V> octets) {
        this.found = found;
        this.missing = missing;
        // No answer counts for less than its share of the places, so that both bounds hold.
        int least = (int) Math.max(1, octetsMax / Math.max(1, entriesMax));
        this.answers = Caffeine.newBuilder().maximumWeight(octetsMax)
                .weigher((K key, Match<V> answer) -> Math.max(least, answer instanceof Match.Found<V>(V value) ? octets.applyAsInt(value) : 0))
                .expireAfter(Expiry.<K, Match<V>>creating((key, answer) -> lifetime(answer))).build();
    }

    Match<V> get(K key, Supplier<Match<V>> ask) {
        Match<V> known = answers.getIfPresent(key);
        if (known != null) {
            return known;
        }
        Match<V> answer = ask.get();
        if (lifetime(answer).isPositive()) {
            answers.put(key, answer);
        }
        return answer;
    }

    private Duration lifetime(Match<V> answer) {
        return switch (answer) {
            case Match.Found<V>(V value) -> found;
            case Match.NotFound<V>() -> missing;
            case Match.Unavailable<V>(String why) -> Duration.ZERO;
            case Match.Conflicting<V>(String why) -> Duration.ZERO;
        };
    }
}
