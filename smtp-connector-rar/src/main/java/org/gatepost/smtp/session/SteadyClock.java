package org.gatepost.smtp.session;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Measures how long things last: it runs on at an even pace whatever is done to the machine's clock, so that a step neither cuts a session nor lets it
 * wait for ever. Its instants are comparable with each other and say nothing about the date. Safe for all threads.
 */
public final class SteadyClock implements InstantSource {

    private final long origin = System.nanoTime();

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(System.nanoTime() - origin);
    }
}
