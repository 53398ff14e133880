package org.gatepost.sieve.language;

import java.util.Locale;
import java.util.Optional;

/** A part of a date that can be compared (RFC 5260 4.2). */
public enum DatePart {
    YEAR, MONTH, DAY, DATE, JULIAN, HOUR, MINUTE, SECOND, TIME, ISO8601, STD11, ZONE, WEEKDAY;

    /** The part of that name, in any spelling. */
    public static Optional<DatePart> named(String name) {
        for (DatePart part : values()) {
            if (part.name().equals(name.toUpperCase(Locale.ROOT))) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }
}
