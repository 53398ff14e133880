package org.gatepost.adapter.scanner.clamd;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * When clamd's signatures were made, as its VERSION tells ({@code ClamAV 1.0.7/27468/Tue Nov 26 09:30:00 2026}), and whether that is too long ago. Its time
 * zone is not told: UTC is taken, and days are what counts. Safe for use by many threads.
 */
final class SignatureAge {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ROOT);

    private final Duration max;
    private final InstantSource clock;
    private volatile Optional<Instant> made = Optional.empty();

    /** @param max zero: any age will do */
    SignatureAge(Duration max, InstantSource clock) {
        this.max = max;
        this.clock = clock;
    }

    /** Takes note of an answer to VERSION; one without a date, as where there are only signatures of one's own, tells nothing. */
    void learn(String version) {
        String[] parts = version.split("/", 3);
        if (parts.length < 3) {
            made = Optional.empty();
            return;
        }
        try {
            made = Optional.of(LocalDateTime.parse(parts[2].strip().replaceAll(" +", " "), DATE).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            made = Optional.empty();
        }
    }

    /** What is to be said against them, if anything. */
    Optional<String> complaint() {
        return made.filter(date -> !max.isZero() && date.plus(max).isBefore(clock.instant()))
                .map(date -> "its signatures are of " + date + ", more than " + max.toDays() + " days old");
    }
}
