package org.gatepost.gate;

import java.util.Map;

import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.sieve.SpamScore;

/**
 * What engines found, as scripts ask for it (RFC 5235).
 *
 * @param answers by the engine's name
 * @param adjustment what stages before the scripts added to the spam score
 */
record Findings(Map<String, ScanAnswer> answers, double adjustment) {

    /** Where an engine's threshold lies from 0 to 10. */
    private static final double THRESHOLD = 5;

    /** Nobody was asked. */
    static final Findings NONE = new Findings(Map.of(), 0);

    Findings {
        answers = Map.copyOf(answers);
    }

    /** Whether an engine calls it spam. */
    boolean isSpam() {
        return answers.values().stream().map(ScanAnswer::verdict).anyMatch(ScanVerdict.Spam.class::isInstance);
    }

    /**
     * The greatest score, each engine's threshold at 5 of 10, and all adjustments; from 1, since 0 is what nobody tested.
     *
     * @param more what scripts added
     */
    String spamValue(boolean percent, double more) {
        double score = 0;
        boolean tested = adjustment != 0 || more != 0;
        for (ScanAnswer answer : answers.values()) {
            if (answer.verdict() instanceof ScanVerdict.Spam(double given, double threshold)) {
                score = Math.max(score, ofTen(given, threshold));
                tested = true;
            } else if (answer.verdict() instanceof ScanVerdict.Clean) {
                score = Math.max(score, answer.finding().score().map(given -> ofTen(given.value(), given.threshold())).orElse(0.0));
                tested = true;
            }
        }
        double all = score + adjustment + more;
        return SpamScore.value(tested && !percent ? Math.max(all, 1) : all, percent);
    }

    private static double ofTen(double score, double threshold) {
        return threshold > 0 ? score / threshold * THRESHOLD : score;
    }

    /** 0: nobody looked. 1: clean. 4: somebody could not look inside. 5: infected (RFC 5235 section 3). */
    int virusLevel() {
        int level = 0;
        for (ScanAnswer answer : answers.values()) {
            level = Math.max(level, switch (answer.verdict()) {
                case ScanVerdict.Clean() -> 1;
                case ScanVerdict.Spam spam -> 0;
                case ScanVerdict.Infected infected -> 5;
                case ScanVerdict.Forbidden forbidden -> 4;
                case ScanVerdict.Unscannable unscannable -> 4;
                case ScanVerdict.Unavailable unavailable -> 0;
            });
        }
        return level;
    }
}
