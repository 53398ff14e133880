package org.gatepost.gate;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.gatepost.scan.ScanOutcome;
import org.gatepost.scan.ScanRound;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** Message: every engine the source channel names is asked about the content as received, after everything cheaper has been said. */
final class ContentScan implements Stage<JudgedMessage> {

    private final ScanRound round;

    ContentScan(ScanRound round) {
        this.round = round;
    }

    @Override
    public StageResult decide(JudgedMessage message, SessionFacts facts) {
        ScanOutcome outcome = round.ask(facts.require(GateFacts.POLICY).scanners(), facts.require(GateFacts.SOURCE_CHANNEL).name(),
                message.request().content());
        return switch (outcome) {
            case ScanOutcome.Passed passed -> new StageResult.Next(withMarks(facts, passed.marks()).with(GateFacts.VERDICTS, lines(passed.verdicts()))
                    .with(GateFacts.SCANNED, passed.verdicts()));
            case ScanOutcome.Refused refused -> new StageResult.Refuse(refused.reply(), refused.reason());
            case ScanOutcome.Deferred deferred -> new StageResult.Defer(deferred.reply(), deferred.why());
        };
    }

    private static SessionFacts withMarks(SessionFacts facts, Set<String> marks) {
        Set<String> all = new HashSet<>(facts.get(GateFacts.MARKS).orElse(Set.of()));
        all.addAll(marks);
        return facts.with(GateFacts.MARKS, all);
    }

    private static List<String> lines(Map<String, ScanVerdict> verdicts) {
        return verdicts.entrySet().stream().map(e -> e.getKey() + ": " + line(e.getValue())).toList();
    }

    /** A verdict in words. */
    static String line(ScanVerdict verdict) {
        return switch (verdict) {
            case ScanVerdict.Clean() -> "clean";
            case ScanVerdict.Spam(double score, double threshold) -> "spam, " + score + " of " + threshold;
            case ScanVerdict.Infected(List<String> names) -> "infected, " + String.join(", ", names);
            case ScanVerdict.Unscannable(String why) -> "could not look: " + why;
            case ScanVerdict.Unavailable(String why) -> "could not be asked: " + why;
        };
    }
}
