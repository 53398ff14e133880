package org.gatepost.adapter.ldap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.gatepost.stage.Match;
import org.junit.jupiter.api.Test;

class AnswerCacheTest {

    private final AtomicLong time = new AtomicLong();
    private Match<String> answer = new Match.Found<>("first");
    private boolean down;
    private int asked;

    @Test
    void l01WhatWasFoundIsRememberedForItsTimeAndThatNothingWasForAnother() {
        AnswerCache<String, String> cache = cache(600, 60, 0);
        get(cache);
        pass(599);
        assertEquals("first", ((Match.Found<String>) get(cache)).value());
        assertEquals(1, asked);
        pass(1);
        answer = new Match.NotFound<>();
        assertInstanceOf(Match.NotFound.class, get(cache));
        pass(59);
        answer = new Match.Found<>("second");
        assertInstanceOf(Match.NotFound.class, get(cache));
        pass(1);
        assertInstanceOf(Match.Found.class, get(cache));
        assertEquals(3, asked);
    }

    @Test
    void l03ThatNobodyHasAnAddressIsNotRememberedWhereItsTimeIsZero() {
        AnswerCache<String, String> cache = cache(60, 0, 0);
        answer = new Match.NotFound<>();
        get(cache);
        answer = new Match.Found<>("new");
        assertInstanceOf(Match.Found.class, get(cache));
    }

    @Test
    void l19WhatWasFoundStandsInWhileNobodyCanBeAskedAndNotForEver() {
        AnswerCache<String, String> cache = cache(60, 60, 300);
        get(cache);
        answer = new Match.Unavailable<>("down");
        pass(61);
        assertInstanceOf(Match.Found.class, get(cache));
        assertEquals(2, asked);
        down = true;
        assertInstanceOf(Match.Found.class, get(cache));
        assertEquals(2, asked);
        assertEquals(2, cache.questions().stale());
        pass(299);
        assertInstanceOf(Match.Unavailable.class, get(cache));
    }

    @Test
    void l19WithoutTheSettingNothingStandsIn() {
        AnswerCache<String, String> cache = cache(60, 60, 0);
        get(cache);
        answer = new Match.Unavailable<>("down");
        pass(60);
        assertInstanceOf(Match.Unavailable.class, get(cache));
    }

    @Test
    void l19ThatNothingWasFoundNeverStandsIn() {
        AnswerCache<String, String> cache = cache(60, 60, 300);
        answer = new Match.NotFound<>();
        get(cache);
        answer = new Match.Unavailable<>("down");
        pass(61);
        assertInstanceOf(Match.Unavailable.class, get(cache));
    }

    @Test
    void aContradictionEndsWhatWasRemembered() {
        AnswerCache<String, String> cache = cache(60, 60, 300);
        get(cache);
        pass(61);
        answer = new Match.Conflicting<>("two");
        assertInstanceOf(Match.Conflicting.class, get(cache));
        answer = new Match.Unavailable<>("down");
        assertInstanceOf(Match.Unavailable.class, get(cache));
    }

    @Test
    void l22QuestionsAreCountedByWhereTheirAnswerCameFrom() {
        AnswerCache<String, String> cache = cache(60, 60, 0);
        get(cache);
        get(cache);
        get(cache);
        assertEquals(1, cache.questions().asked());
        assertEquals(2, cache.questions().fromMemory());
        assertEquals(1, cache.forget("key"::equals));
        get(cache);
        assertEquals(2, cache.questions().asked());
    }

    @Test
    void l22WhatWasAskedBeforeAndAnsweredAfterItWasForgottenIsNotRemembered() {
        AnswerCache<String, String> cache = cache(60, 60, 0);
        cache.get("key", () -> {
            cache.forget("key"::equals);
            return new Match.Found<>("old");
        }, () -> false);
        get(cache);
        assertEquals(1, asked);
    }

    @Test
    void timesHaveTheirBounds() {
        assertThrows(IllegalArgumentException.class, () -> LdapCaching.of(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(61), Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> LdapCaching.of(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(86_401)));
        assertThrows(IllegalArgumentException.class, () -> LdapCaching.of(Duration.ofSeconds(3_601), Duration.ZERO, Duration.ZERO, Duration.ZERO));
    }

    private AnswerCache<String, String> cache(long found, long missing, long stale) {
        return new AnswerCache<>(new AnswerCache.Bounds(Duration.ofSeconds(found), Duration.ofSeconds(missing), Duration.ofSeconds(stale), 100, 10_000), String::length, time::get);
    }

    private Match<String> get(AnswerCache<String, String> cache) {
        return cache.get("key", () -> {
            asked++;
            return answer;
        }, () -> down);
    }

    private void pass(long seconds) {
        time.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
