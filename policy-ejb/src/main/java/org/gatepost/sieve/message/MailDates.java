package org.gatepost.sieve.message;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates of header fields (RFC 5322 3.3 and 4.3). */
public final class MailDates {

    private static final Pattern DATE = Pattern.compile(
            "(?:[A-Za-z]{1,10}\\s*,)?\\s*(\\d{1,2})\\s+([A-Za-z]{3,9})\\s+(\\d{2,4})\\s+(\\d{1,2})\\s*:\\s*(\\d{2})(?:\\s*:\\s*(\\d{2}))?\\s*([+-]\\d{4}|[A-Za-z]{1,5})?\\s*");
    private static final List<String> MONTHS = List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final Map<String, Integer> ZONES = Map.of("UT", 0, "GMT", 0, "EST", -5, "EDT", -4, "CST", -6, "CDT", -5, "MST", -7, "MDT", -6, "PST", -8,
            "PDT", -7);
    private static final int LENGTH_MAX = 1000;

    private MailDates() {
    }

    /** The date of a field's value: all of it, or what stands behind its last semicolon (Received). */
    public static Optional<OffsetDateTime> of(String value) {
        String tail = value.substring(value.lastIndexOf(';') + 1);
        if (tail.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        Matcher parts = DATE.matcher(tail.replaceAll("\\([^()]*\\)", " ").strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        int month = MONTHS.indexOf(parts.group(2).substring(0, 3).toLowerCase(Locale.ROOT)) + 1;
        try {
            return Optional.of(OffsetDateTime.of(year(parts.group(3)), month, Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(4)),
                    Integer.parseInt(parts.group(5)), parts.group(6) == null ? 0 : Math.min(59, Integer.parseInt(parts.group(6))), 0, zone(parts.group(7))));
        } catch (DateTimeException impossible) {
            return Optional.empty();
        }
    }

    private static int year(String digits) {
        int year = Integer.parseInt(digits);
        return digits.length() == 2 ? year < 50 ? 2000 + year : 1900 + year : digits.length() == 3 ? 1900 + year : year;
    }

    /** A zone nobody knows says nothing: UTC (RFC 5322 4.3). */
    private static ZoneOffset zone(String word) {
        if (word == null) {
            return ZoneOffset.UTC;
        }
        return offset(word).orElseGet(() -> ZoneOffset.ofHours(ZONES.getOrDefault(word.toUpperCase(Locale.ROOT), 0)));
    }

    /** An offset such as +0100. */
    public static Optional<ZoneOffset> offset(String word) {
        if (!word.matches("[+-]\\d{4}")) {
            return Optional.empty();
        }
        int minutes = Integer.parseInt(word.substring(1, 3)) * 60 + Integer.parseInt(word.substring(3));
        return minutes > 18 * 60 ? Optional.empty() : Optional.of(ZoneOffset.ofTotalSeconds((word.charAt(0) == '-' ? -60 : 60) * minutes));
    }
}
