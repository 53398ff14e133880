package org.gatepost.mapping;

/**
 * What one entry said, for those who ask why.
 *
 * @param depth how many tables have called one another; 0 for the one that was asked
 * @param line where the entry begins in its file
 * @param entry as it is written
 * @param input what it was held against
 */
public record EntryTried(String table, int depth, int line, String entry, String input, Verdict verdict) {

    /** What became of it. */
    public sealed interface Verdict {

        /** Its pattern does not fit. */
        record PatternDiffers() implements Verdict {
        }

        /** Its pattern fits, and something in its template says that it does not match. */
        record TemplateFailed(String why) implements Verdict {
        }

        /** @param then where the scan goes on: {@code next}, {@code first} or {@code end} */
        record Matched(String output, Flags flags, String then) implements Verdict {
        }

        /** Nobody can tell; the scan ends. */
        record Undecided(String why) implements Verdict {
        }
    }
}
