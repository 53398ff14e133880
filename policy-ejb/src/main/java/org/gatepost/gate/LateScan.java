package org.gatepost.gate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.gatepost.scan.Awaited;
import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanFinding;
import org.gatepost.scan.ScanOutcome;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanQuestion.Addressee;
import org.gatepost.scan.ScanRound;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.ScannerPolicy;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.spool.MessageContent;

/**
 * Asks engines again that could not be asked when a message came, and says what becomes of the copies that are held for them. It was accepted: nothing is
 * refused any more. Scripts have run; so what an engine or a rule of verdicts has against a copy keeps it back for the postmaster. Safe for use by many
 * threads.
 */
public final class LateScan {

    private final ScanRound round;
    private final PolicySource policy;

    LateScan(ScanRound round, PolicySource policy) {
        this.round = round;
        this.policy = policy;
    }

    /**
     * A message some of whose copies wait.
     *
     * @param id for engines and their logs
     * @param copies why each is held, as {@link Awaited#text} says it
     */
    public record Waiting(String id, MessageContent content, Optional<ScanQuestion.Client> client, ReversePath sender, Map<Mailbox, String> copies) {
        public Waiting {
            copies = Map.copyOf(copies);
        }
    }

    /** What becomes of a copy. */
    public sealed interface Fate {

        /** It goes its way. */
        record Deliver(String why) implements Fate {
        }

        /** It stays, by another rule. */
        record Hold(String why) implements Fate {
        }

        /** It stays until it is asked about again. */
        record Wait() implements Fate {
        }
    }

    /** The rule that keeps back what is not delivered. */
    public static final String RULE = "ContentScan";

    /** What becomes of each copy, by the policy in force now. Takes as long as the round of engines may. */
    public Map<Mailbox, Fate> ask(Waiting message) {
        PolicySnapshot now = policy.current();
        Map<String, List<Addressee>> questions = new LinkedHashMap<>();
        Map<Mailbox, Fate> fates = new LinkedHashMap<>();
        List<Addressee> asked = new ArrayList<>();
        message.copies().forEach((copy, why) -> {
            try {
                List<Awaited> engines = Awaited.read(why);
                Optional<String> gone = engines.stream().map(Awaited::engine).filter(name -> engine(now, name).isEmpty()).findFirst();
                if (gone.isPresent()) {
                    fates.put(copy, new Fate.Hold("there is no engine " + gone.get() + " any more"));
                    return;
                }
                engines.forEach(each -> questions.computeIfAbsent(each.engine(), none -> new ArrayList<>()).add(new Addressee(copy, each.optIns())));
                asked.add(new Addressee(copy, List.of()));
            } catch (IllegalArgumentException e) {
                fates.put(copy, new Fate.Hold(e.getMessage()));
            }
        });
        if (!asked.isEmpty()) {
            List<ScanRound.Asked> all = questions.entrySet().stream()
                    .map(each -> new ScanRound.Asked(engine(now, each.getKey()).orElseThrow().askedAgain(), each.getValue())).toList();
            ScanOutcome outcome = round.ask(all, new ScanQuestion(message.content(), message.id(), message.client(), message.sender(), asked, ScanRound.ROUND_MAX),
                    (engine, finding) -> false);
            asked.forEach(copy -> fates.put(copy.address(), fate(copy.address(), outcome, all, now.scripts())));
        }
        return fates;
    }

    private static Optional<ScannerPolicy> engine(PolicySnapshot policy, String name) {
        return policy.scanners().stream().filter(engine -> engine.name().equals(name)).findFirst();
    }

    private static Fate fate(Mailbox copy, ScanOutcome outcome, List<ScanRound.Asked> asked, ScriptPolicy rules) {
        return switch (outcome) {
            case ScanOutcome.Refused refused -> new Fate.Hold(refused.reason());
            case ScanOutcome.Deferred deferred -> new Fate.Wait();
            case ScanOutcome.Passed passed -> {
                if (passed.refused().containsKey(copy)) {
                    yield new Fate.Hold(passed.refused().get(copy).reason());
                }
                if (passed.quarantine().containsKey(copy)) {
                    yield new Fate.Hold(String.join("; ", passed.quarantine().get(copy)));
                }
                if (passed.awaited().containsKey(copy)) {
                    yield new Fate.Wait();
                }
                yield found(copy, passed.answers(), asked, rules);
            }
        };
    }

    private static Fate found(Mailbox copy, Map<String, ScanAnswer> answers, List<ScanRound.Asked> asked, ScriptPolicy rules) {
        List<String> words = new ArrayList<>();
        boolean ruled = false;
        for (ScanRound.Asked each : asked) {
            String engine = each.engine().name();
            if (answers.containsKey(engine) && each.addressees().stream().anyMatch(addressee -> addressee.address().equals(copy))) {
                ScanFinding finding = answers.get(engine).of(copy);
                words.add(engine + ": " + ContentScan.words(finding));
                ruled |= !(finding.verdict() instanceof ScanVerdict.Clean) && rules.rule(engine).script(finding).isPresent();
            }
        }
        String all = String.join("; ", words);
        return ruled ? new Fate.Hold(all + " (a rule of verdicts is for it)") : new Fate.Deliver(all);
    }
}
