package org.gatepost.scan;

import java.time.Instant;
import java.util.Optional;

/**
 * How an engine stands, for the overview.
 *
 * @param open questions being asked now
 * @param lastAnswer when it last gave a verdict
 * @param lastError why it last could not be asked; no secret
 * @param lastErrorAt when that was
 */
public record ScannerState(String name, Standing standing, int open, Optional<Instant> lastAnswer, Optional<String> lastError,
        Optional<Instant> lastErrorAt, Counts counts) {

    /** What the last questions told. */
    public enum Standing {
        /** Nobody asked it yet. */
        NOT_ASKED,
        UP,
        /** The last question failed; it is still asked. */
        FAILING,
        /** The breaker is open: it is only probed. */
        OPEN
    }

    /** Verdicts since the start, by kind. */
    public record Counts(long clean, long spam, long infected, long forbidden, long unscannable, long unavailable) {
        /** None yet. */
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

        Counts plus(ScanVerdict verdict) {
            return switch (verdict) {
                case ScanVerdict.Clean() -> new Counts(clean + 1, spam, infected, forbidden, unscannable, unavailable);
                case ScanVerdict.Spam spammy -> new Counts(clean, spam + 1, infected, forbidden, unscannable, unavailable);
                case ScanVerdict.Infected infection -> new Counts(clean, spam, infected + 1, forbidden, unscannable, unavailable);
                case ScanVerdict.Forbidden unwanted -> new Counts(clean, spam, infected, forbidden + 1, unscannable, unavailable);
                case ScanVerdict.Unscannable refusal -> new Counts(clean, spam, infected, forbidden, unscannable + 1, unavailable);
                case ScanVerdict.Unavailable failure -> new Counts(clean, spam, infected, forbidden, unscannable, unavailable + 1);
            };
        }
    }
}
