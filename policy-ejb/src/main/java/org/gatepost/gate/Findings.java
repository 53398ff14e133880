package org.gatepost.gate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.gatepost.mail.Quarantine;
import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanFinding;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanRound;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.sieve.SpamScore;
import org.gatepost.smtp.protocol.Mailbox;

/**
 * What engines found of one copy, as scripts ask for it (RFC 5235).
 *
 * @param findings by the engine's name, of those that were asked about this copy
 * @param scripts what findings were turned into: such an engine's own score does not count besides
 * @param adjustment what stages before the scripts added to the spam score
 */
record Findings(Map<String, ScanFinding> findings, Map<String, String> scripts, double adjustment) {

    /** Where an engine's threshold lies from 0 to 10. */
    private static final double THRESHOLD = 5;

    /** A message's scan: who was asked about which copies, and the answers by the engine's name. */
    record Round(Map<String, Set<Mailbox>> asked, Map<String, ScanAnswer> answers) {

        /** Nobody was asked. */
        static final Round NONE = new Round(Map.of(), Map.of());

        static Round of(List<ScanRound.Asked> questions, Map<String, ScanAnswer> answers) {
            Map<String, Set<Mailbox>> asked = new HashMap<>();
            questions.forEach(question -> question.addressees().stream().map(ScanQuestion.Addressee::address)
                    .forEach(asked.computeIfAbsent(question.engine().name(), engine -> new HashSet<>())::add));
            return new Round(asked, answers);
        }

        /** What was found of one copy. */
        Findings of(Mailbox copy, ScriptPolicy rules, double adjustment) {
            Map<String, ScanFinding> findings = new LinkedHashMap<>();
            Map<String, String> scripts = new LinkedHashMap<>();
            answers.forEach((engine, answer) -> {
                if (asked.getOrDefault(engine, Set.of()).contains(copy)) {
                    ScanFinding finding = answer.of(copy);
                    findings.put(engine, finding);
                    rules.rule(engine).script(finding).ifPresent(script -> scripts.put(engine, script));
                }
            });
            return new Findings(findings, scripts, adjustment);
        }

        /** The same copy; one that is held, by whatever rule, is in quarantine where an engine found it infected. */
        AcceptedRecipient.Copy quarantined(AcceptedRecipient.Copy copy, ScriptPolicy rules) {
            if (answers.isEmpty() || copy.held().isEmpty() || copy.isQuarantined()) {
                return copy;
            }
            AcceptedRecipient.Hold hold = copy.held().get();
            Findings found = of(copy.address(), rules, 0);
            return found.quarantine(0) == Quarantine.INFECTED ? copy.heldBy(found.hold(hold.by(), hold.why(), 0)) : copy;
        }
    }

    /** Whether an engine speaks against it, or what all added up says that it is spam. */
    boolean isUnwanted(double more) {
        return findings.values().stream().anyMatch(ScanFinding::isAgainst) || score() + adjustment + more >= THRESHOLD;
    }

    /**
     * The greatest score, each engine's threshold at 5 of 10, and all adjustments; from 1, since 0 is what nobody tested.
     *
     * @param more what scripts added
     */
    String spamValue(boolean percent, double more) {
        boolean tested = adjustment != 0 || more != 0 || findings.values().stream().anyMatch(finding -> finding.verdict() instanceof ScanVerdict.Spam || finding.score().isPresent());
        double all = score() + adjustment + more;
        return SpamScore.value(tested && !percent ? Math.max(all, 1) : all, percent);
    }

    /** What kind of quarantine a copy goes into of which this was found. */
    Quarantine quarantine(double more) {
        boolean spam = score() + adjustment + more >= THRESHOLD || findings.values().stream().anyMatch(finding -> finding.verdict() instanceof ScanVerdict.Spam);
        return findings.values().stream().anyMatch(finding -> finding.verdict() instanceof ScanVerdict.Infected) ? Quarantine.INFECTED : spam ? Quarantine.SPAM : Quarantine.SUSPECT;
    }

    /**
     * Why a copy is kept back, with what each engine found.
     *
     * @param rule whose wish it is
     * @param more what scripts added to the score
     */
    AcceptedRecipient.Hold hold(String rule, String why, double more) {
        String found = findings.entrySet().stream().map(each -> each.getKey() + ": " + ContentScan.words(each.getValue())).collect(Collectors.joining("; "));
        return new AcceptedRecipient.Hold(quarantine(more).rule(), rule + ": " + why + (found.isEmpty() ? "" : " (" + found + ')'));
    }

    private double score() {
        double score = 0;
        for (Map.Entry<String, ScanFinding> each : findings.entrySet()) {
            if (!scripts.containsKey(each.getKey())) {
                score = Math.max(score, each.getValue().verdict() instanceof ScanVerdict.Spam(double given, double threshold) ? ofTen(given, threshold)
                        : each.getValue().score().map(given -> ofTen(given.value(), given.threshold())).orElse(0.0));
            }
        }
        return score;
    }

    private static double ofTen(double score, double threshold) {
        return threshold > 0 ? score / threshold * THRESHOLD : score;
    }

    /** 0: nobody looked. 1: clean. 4: somebody could not look inside, or lets it not in. 5: infected (RFC 5235 section 3). */
    int virusLevel() {
        int level = 0;
        for (ScanFinding finding : findings.values()) {
            level = Math.max(level, switch (finding.verdict()) {
                // Who counts points looks for spam.
                case ScanVerdict.Clean() -> finding.score().isPresent() ? 0 : 1;
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
