package org.gatepost.adapter.scanner.clamd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureAgeTest {

    private Instant now = Instant.parse("2026-11-26T12:00:00Z");
    private final SignatureAge age = new SignatureAge(Duration.ofDays(7), () -> now);

    @Test
    void f17SignaturesOverTheLimitAreComplainedOf() {
        age.learn("ClamAV 1.0.7/27468/Thu Nov 19 12:00:00 2026");
        assertEquals(Optional.empty(), age.complaint());
        now = now.plusSeconds(1);
        assertEquals("its signatures are of 2026-11-19T12:00:00Z, more than 7 days old", age.complaint().orElseThrow());
        age.learn("ClamAV 1.0.7/27469/Thu Nov 26  9:30:00 2026");
        assertEquals(Optional.empty(), age.complaint());
        age.learn("ClamAV 1.0.7/26000/Sat Feb  1 09:30:00 2025");
        assertTrue(age.complaint().isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ClamAV 1.0.7", "", "ClamAV 1.0.7/27468/", "ClamAV 1.0.7/27468/yesterday", "a/b/c/d"})
    void f17WhoTellsNoDateIsNotComplainedOf(String version) {
        age.learn("ClamAV 1.0.7/1/Sat Feb  1 09:30:00 2025");
        age.learn(version);
        assertEquals(Optional.empty(), age.complaint());
    }
}
