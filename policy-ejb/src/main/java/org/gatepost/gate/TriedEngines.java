package org.gatepost.gate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanFinding;
import org.gatepost.scan.ScanOutcome;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.stage.SessionFacts;

/** What engines that are only tried would have done: nothing of it is done, and scripts do not hear of it. */
final class TriedEngines {

    private final ScriptPolicy rules;

    /** @param rules what becomes of verdicts */
    TriedEngines(ScriptPolicy rules) {
        this.rules = rules;
    }

    /** The facts, with what each engine would have done. */
    SessionFacts noted(Map<String, ScanOutcome> tried, SessionFacts facts) {
        SessionFacts known = facts;
        for (Map.Entry<String, ScanOutcome> each : tried.entrySet()) {
            for (Objection objection : against(each.getKey(), each.getValue())) {
                known = TriedRow.SCANNER.noted(each.getKey(), known, objection.reply(), objection.reason());
            }
        }
        return known;
    }

    private record Objection(Optional<Reply> reply, String reason) {
    }

    private List<Objection> against(String engine, ScanOutcome outcome) {
        return switch (outcome) {
            case ScanOutcome.Refused refused -> List.of(new Objection(Optional.of(refused.reply()), refused.reason()));
            case ScanOutcome.Deferred deferred -> List.of(new Objection(Optional.of(deferred.reply()), deferred.why()));
            case ScanOutcome.Passed passed -> against(engine, passed);
        };
    }

    private List<Objection> against(String engine, ScanOutcome.Passed passed) {
        List<Objection> all = new ArrayList<>();
        passed.refused().values().stream().findFirst().ifPresent(first -> all.add(new Objection(Optional.of(first.reply()), text(passed.refused().keySet()) + ": " + first.reason())));
        passed.quarantine().values().stream().findFirst().ifPresent(first -> all.add(held(passed.quarantine().keySet(), String.join("; ", first))));
        if (!passed.awaited().isEmpty()) {
            all.add(held(passed.awaited().keySet(), "it could not be asked"));
        }
        passed.answers().values().stream().filter(ScanAnswer::hasWishes).forEach(answer -> all.add(new Objection(Optional.empty(), "what it wants changed of the message is not done")));
        passed.answers().values().stream().flatMap(TriedEngines::findings).filter(finding -> !(finding.verdict() instanceof ScanVerdict.Clean) && rules.rule(engine).script(finding).isPresent()).findFirst()
                .ifPresent(finding -> all.add(new Objection(Optional.empty(), "a script would judge: " + ContentScan.words(finding))));
        return all;
    }

    private static Stream<ScanFinding> findings(ScanAnswer answer) {
        return Stream.concat(Stream.of(answer.finding()), answer.byRecipient().values().stream());
    }

    private static Objection held(Collection<Mailbox> copies, String why) {
        return new Objection(Optional.empty(), text(copies) + " would be held: " + why);
    }

    private static String text(Collection<Mailbox> copies) {
        return copies.stream().map(Mailbox::address).sorted().collect(Collectors.joining(", "));
    }
}
