package org.gatepost.sieve;

import java.time.OffsetDateTime;
import java.time.temporal.JulianFields;
import java.util.Locale;

import org.gatepost.sieve.language.DatePart;

/** The parts of a date as text (RFC 5260 4.2). */
final class DateParts {

    private static final String[] DAYS = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    private static final String[] MONTHS = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

    private DateParts() {
    }

    static String text(OffsetDateTime date, DatePart part) {
        int weekday = date.getDayOfWeek().getValue() % 7;
        return switch (part) {
            case YEAR -> format("%04d", date.getYear());
            case MONTH -> format("%02d", date.getMonthValue());
            case DAY -> format("%02d", date.getDayOfMonth());
            case DATE -> format("%04d-%02d-%02d", date.getYear(), date.getMonthValue(), date.getDayOfMonth());
            case JULIAN -> Long.toString(date.getLong(JulianFields.MODIFIED_JULIAN_DAY));
            case HOUR -> format("%02d", date.getHour());
            case MINUTE -> format("%02d", date.getMinute());
            case SECOND -> format("%02d", date.getSecond());
            case TIME -> format("%02d:%02d:%02d", date.getHour(), date.getMinute(), date.getSecond());
            case ISO8601 -> format("%04d-%02d-%02dT%02d:%02d:%02d", date.getYear(), date.getMonthValue(), date.getDayOfMonth(), date.getHour(),
                    date.getMinute(), date.getSecond()) + zone(date, ":");
            case STD11 -> DAYS[weekday] + format(", %02d ", date.getDayOfMonth()) + MONTHS[date.getMonthValue() - 1] + format(" %04d %02d:%02d:%02d ",
                    date.getYear(), date.getHour(), date.getMinute(), date.getSecond()) + zone(date, "");
            case ZONE -> zone(date, "");
            case WEEKDAY -> Integer.toString(weekday);
        };
    }

    private static String zone(OffsetDateTime date, String between) {
        int minutes = date.getOffset().getTotalSeconds() / 60;
        return (minutes < 0 ? "-" : "+") + format("%02d%s%02d", Math.abs(minutes) / 60, between, Math.abs(minutes) % 60);
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
