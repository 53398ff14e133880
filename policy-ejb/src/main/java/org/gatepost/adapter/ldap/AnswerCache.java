package org.gatepost.adapter.ldap;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;

import org.gatepost.directory.DirectoryMemory;
import org.gatepost.stage.Match;

/**
 * Remembers real answers: what was found, and for its own time that nothing was. What was found is kept for a while longer, for when nobody can be
 * asked; that nothing was found is not. Bounded; safe for use by many threads.
 */
final class AnswerCache<K, V> {

    private final Cache<K, Kept<V>> answers;
    private final Ticker ticker;
    private final Duration found;
    private final Duration missing;
    private final Duration stale;
    private final AtomicLong forgotten = new AtomicLong();
    private final LongAdder remembered = new LongAdder();
    private final LongAdder asked = new LongAdder();
    private final LongAdder stood = new LongAdder();

    /**
     * How long, and how much.
     *
     * @param stale how much longer what was found may stand in while nobody can be asked
     * @param entriesMax answers of the usual size
     * @param octetsMax of all answers, about
     */
    record Bounds(Duration found, Duration missing, Duration stale, long entriesMax, long octetsMax) {
    }

    private record Kept<V>(Match<V> answer, long freshUntil) {
    }

    /** @param octets what an answer is, about */
    AnswerCache(Bounds bounds, ToIntFunction<V> octets, Ticker ticker) {
        this.ticker = ticker;
        this.found = bounds.found();
        this.missing = bounds.missing();
        this.stale = bounds.stale();
        // No answer counts for less than its share of the places, so that both bounds hold.
        int least = (int) Math.max(1, bounds.octetsMax() / Math.max(1, bounds.entriesMax()));
        this.answers = Caffeine.newBuilder().maximumWeight(bounds.octetsMax()).ticker(ticker)
                .weigher((K key, Kept<V> kept) -> Math.max(least, kept.answer() instanceof Match.Found<V>(V value) ? octets.applyAsInt(value) : 0))
                .expireAfter(Expiry.<K, Kept<V>>writing((key, kept) -> keeping(kept.answer()))).build();
    }

    /**
     * The answer as it is remembered, or as {@code ask} gives it.
     *
     * @param down whether asking is known to be in vain, so that what stands in need not wait for that to show again
     */
    Match<V> get(K key, Supplier<Match<V>> ask, BooleanSupplier down) {
        Kept<V> known = answers.getIfPresent(key);
        if (known != null && known.freshUntil() - ticker.read() > 0) {
            remembered.increment();
            return known.answer();
        }
        boolean standsIn = known != null && known.answer() instanceof Match.Found;
        if (standsIn && down.getAsBoolean()) {
            stood.increment();
            return known.answer();
        }
        asked.increment();
        long forgottenBefore = forgotten.get();
        Match<V> answer = ask.get();
        if (answer instanceof Match.Unavailable) {
            if (standsIn) {
                stood.increment();
            }
            return standsIn ? known.answer() : answer;
        }
        if (forgottenBefore != forgotten.get()) {
            // Asked before and answered after: it may be what was to be forgotten.
            answers.invalidate(key);
            return answer;
        }
        if (keeping(answer).isPositive()) {
            answers.put(key, new Kept<>(answer, ticker.read() + lifetime(answer).toNanos()));
        } else if (known != null) {
            answers.invalidate(key);
        }
        return answer;
    }

    /** Forgets what such keys were answered, and what is being asked just now; how many there were. */
    int forget(Predicate<K> which) {
        forgotten.incrementAndGet();
        int before = answers.asMap().size();
        answers.asMap().keySet().removeIf(which);
        return before - answers.asMap().size();
    }

    /** What was asked, and of what use it was to remember. */
    DirectoryMemory.Questions questions() {
        return new DirectoryMemory.Questions(remembered.sum(), asked.sum(), stood.sum(), answers.estimatedSize());
    }

    private Duration keeping(Match<V> answer) {
        return answer instanceof Match.Found ? lifetime(answer).plus(stale) : lifetime(answer);
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
