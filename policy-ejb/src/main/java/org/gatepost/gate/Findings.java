package org.gatepost.gate;

import java.util.Map;

import org.gatepost.scan.ScanVerdict;
import org.gatepost.sieve.SpamScore;

/**
 * What engines found, as scripts ask for it (RFC 5235).
 *
 * @param verdicts by the engine's name
 * @param adjustment what stages before the scripts added to the spam score
 */
record Findings(Map<String, ScanVerdict> verdicts, double adjustment) {

    /** Where an engine's threshold lies from 0 to 10. */
    private static final double THRESHOLD = 5;

    /** Nobody was asked. */
    static final Findings NONE = new Findings(Map.of(), 0);

    Findings {
        verdicts = Map.copyOf(verdicts);
    }

    /** Whether an engine calls it spam. */
    boolean isSpam() {
        return verdicts.values().stream().anyMatch(ScanVerdict.Spam.class::isInstance);
    }

    /**
     * The greatest score, each engine's threshold at 5 of 10, and all adjustments; from 1, since 0 is what nobody tested.
     *
     * @param more what scripts added
     */
    String spamValue(boolean percent, double more) {
        double score = 0;
        boolean tested = adjustment != 0 || more != 0;
        for (ScanVerdict verdict : verdicts.values()) {
            if (verdict instanceof ScanVerdict.Spam(double given, double threshold)) {
                score = Math.max(score, threshold > 0 ? given / threshold * THRESHOLD : given);
                tested = true;
            } else if (verdict instanceof ScanVerdict.Clean) {
                tested = true;
            }
        }
        double all = score + adjustment + more;
        return SpamScore.value(tested && !percent ? Math.max(all, 1) : all, percent);
    }

    /** 0: nobody looked. 1: clean. 4: somebody could not look inside. 5: infected (RFC 5235 section 3). */
    int virusLevel() {
        int level = 0;
        for (ScanVerdict verdict : verdicts.values()) {
            level = Math.max(level, switch (verdict) {
                case ScanVerdict.Clean() -> 1;
                case ScanVerdict.Spam spam -> 0;
                case ScanVerdict.Infected infected -> 5;
                case ScanVerdict.Unscannable unscannable -> 4;
                case ScanVerdict.Unavailable unavailable -> 0;
            });
        }
        return level;
    }
}
