package org.gatepost.admin.frame;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

import org.gatepost.ee.admin.EntryState;

/** Times, sizes and counts as the desk writes them. Safe for use by many threads. */
@Named
@ApplicationScoped
public class Words {

    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final long KIB = 1024;

    private final Clock clock;

    public Words() {
        this(Clock.systemUTC());
    }

    Words(Clock clock) {
        this.clock = clock;
    }

    /** Such as "3 min ago" or "in 20 s"; empty for nothing, which the expression language may hand over as null. */
    public String ago(Optional<Instant> time) {
        return time == null ? "" : time.map(this::ago).orElse("");
    }

    /** Such as "3 min ago" or "in 20 s". */
    public String ago(Instant time) {
        Duration past = Duration.between(time, clock.instant());
        if (past.abs().toSeconds() < 1) {
            return "now";
        }
        return past.isNegative() ? "in " + span(past.abs()) : span(past) + " ago";
    }

    /** Such as "2026-11-23 15:04:05 UTC"; empty for nothing. */
    public String exact(Optional<Instant> time) {
        return time == null ? "" : time.map(this::exact).orElse("");
    }

    /** Such as "2026-11-23 15:04:05 UTC". */
    public String exact(Instant time) {
        return EXACT.format(time);
    }

    /** Day and time of day to the millisecond, UTC. */
    public String timeOfDay(Instant time) {
        return CLOCK.format(time);
    }

    /** The greatest unit that fits: 59 s, 3 min, 5 h, 12 d. */
    static String span(Duration duration) {
        if (duration.toSeconds() < 60) {
            return duration.toSeconds() + " s";
        }
        if (duration.toMinutes() < 60) {
            return duration.toMinutes() + " min";
        }
        return duration.toHours() < 48 ? duration.toHours() + " h" : duration.toDays() + " d";
    }

    /** Such as "812 B" or "4.2 KiB". */
    public String size(long octets) {
        if (octets < KIB) {
            return octets + " B";
        }
        double value = (double) octets / KIB;
        String[] units = {"KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        while (value >= KIB && unit < units.length - 1) {
            value /= KIB;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }

    /** With separators: 12,480. */
    public String number(long count) {
        return separated(count);
    }

    /** The same for who has no bean at hand. */
    public static String separated(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A count and its noun: "1 entry", "12 entries". */
    public String count(long count, String one, String many) {
        return counted(count, one, many);
    }

    /** The same for who has no bean at hand. */
    public static String counted(long count, String one, String many) {
        return separated(count) + " " + (count == 1 ? one : many);
    }

    /** The reverse-path as one reads it. */
    public String sender(String reversePath) {
        return reversePath == null || reversePath.isEmpty() ? "<>" : reversePath;
    }

    /** An entry's state in words. */
    public String state(EntryState state) {
        return switch (state) {
            case HELD -> "held";
            case BUSY -> "in delivery";
            case WAITING -> "waiting";
        };
    }
}
