package org.gatepost.admin.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class WordsTest {

    private final Instant now = Instant.parse("2026-11-23T15:00:00Z");
    private final Words words = new Words(Clock.fixed(now, ZoneOffset.UTC));

    @Test
    void timesAreToldInTheGreatestUnitThatFits() {
        assertEquals("now", words.ago(now));
        assertEquals("59 s ago", words.ago(now.minusSeconds(59)));
        assertEquals("3 min ago", words.ago(now.minusSeconds(200)));
        assertEquals("in 20 s", words.ago(now.plusSeconds(20)));
        assertEquals("47 h ago", words.ago(now.minusSeconds(47 * 3600)));
        assertEquals("2 d ago", words.ago(now.minusSeconds(48 * 3600)));
        assertEquals("", words.ago(Optional.empty()));
    }

    @Test
    void exactTimesAreInUtc() {
        assertEquals("2026-11-23 15:00:00 UTC", words.exact(now));
    }

    @Test
    void sizesHaveUnits() {
        assertEquals("812 B", words.size(812));
        assertEquals("4.2 KiB", words.size(4300));
        assertEquals("100.0 MiB", words.size(100L << 20));
    }

    @Test
    void nullReversePathIsShownAsBrackets() {
        assertEquals("<>", words.sender(""));
    }

    @Test
    void countsHaveSeparatorsAndAgreeWithTheirNoun() {
        assertEquals("1 entry", words.count(1, "entry", "entries"));
        assertEquals("12,480 entries", words.count(12_480, "entry", "entries"));
    }
}
