package org.gatepost.smtp.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that passes only when told. */
final class TestClock implements InstantSource {

    private Instant now = Instant.parse("2026-11-23T12:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    void advance(Duration duration) {
        now = now.plus(duration);
    }
}
