package org.gatepost.sieve;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The score of a message as scripts see it: what engines gave, and what scripts added. */
public final class SpamScore {

    private static final Pattern ADJUSTMENT = Pattern.compile("(?s)(.*?)\\s*([+-]?\\d{1,6}(?:\\.\\d{1,6})?)\\s*");
    private static final int TEXT_MAX = 1000;

    private SpamScore() {
    }

    /** A score as "spamtest" compares it: the nearest whole number from 0 to 10, or of a hundred. */
    public static String value(double score, boolean percent) {
        long rounded = percent ? Math.round(score * 10) : Math.round(score);
        return Long.toString(Math.max(0, Math.min(percent ? 100 : 10, rounded)));
    }

    /** What {@code spamadjust} is given: a text, and the number it ends in. */
    static Optional<SieveAction.SpamAdjust> adjustment(String argument) {
        Matcher parts = ADJUSTMENT.matcher(argument.length() > TEXT_MAX ? "" : argument);
        return parts.matches() ? Optional.of(new SieveAction.SpamAdjust(Double.parseDouble(parts.group(2)), parts.group(1))) : Optional.empty();
    }
}
