package org.gatepost.scan;

import java.util.Optional;

/**
 * What an engine found, with its own words for it.
 *
 * @param score where the engine counts points, also for what it does not call spam
 * @param result the engine's answer as text, one line, for the globs of verdict and action and for the trace; empty where it gave none (the null verdict)
 */
public record ScanFinding(ScanVerdict verdict, Optional<SpamScore> score, Optional<String> result) {

    /** Characters of a result; the rest is cut off. */
    public static final int RESULT_CHARS_MAX = 1024;

    public ScanFinding {
        result = result.map(ScanFinding::oneLine);
    }

    /** A verdict alone. */
    public static ScanFinding of(ScanVerdict verdict) {
        return new ScanFinding(verdict, Optional.empty(), Optional.empty());
    }

    /** A verdict and the engine's words. */
    public static ScanFinding of(ScanVerdict verdict, String result) {
        return new ScanFinding(verdict, Optional.empty(), Optional.of(result));
    }

    /** Whether the engine speaks against the message. */
    public boolean isAgainst() {
        return switch (verdict) {
            case ScanVerdict.Spam spam -> true;
            case ScanVerdict.Infected infected -> true;
            case ScanVerdict.Forbidden forbidden -> true;
            case ScanVerdict.Clean clean -> false;
            case ScanVerdict.Unscannable unscannable -> false;
            case ScanVerdict.Unavailable unavailable -> false;
        };
    }

    /** At most {@link #RESULT_CHARS_MAX} characters, none of them a control character. */
    static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.substring(0, Math.min(text.length(), RESULT_CHARS_MAX)));
        for (int i = 0; i < line.length(); i++) {
            if (Character.isISOControl(line.charAt(i))) {
                line.setCharAt(i, ' ');
            }
        }
        return line.toString().strip();
    }
}
