package org.gatepost.gate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.gatepost.scan.Awaited;
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
 * refused any more. Scripts have run; so what an engine or a rule of verdicts has against a copy puts it into quarantine. Safe for use by many
 * threads.
 */
public final class LateScan {

    private static final Findings NOTHING = new Findings(Map.of(), Map.of(), 0);

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
        record Hold(String rule, String why) implements Fate {
        }

        /** It stays until it is asked about again. */
        record Wait() implements Fate {
        }
    }

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
                    fates.put(copy, hold(NOTHING, "there is no engine " + gone.get() + " any more"));
                    return;
                }
                engines.forEach(each -> questions.computeIfAbsent(each.engine(), none -> new ArrayList<>()).add(new Addressee(copy, each.optIns())));
                asked.add(new Addressee(copy, List.of()));
            } catch (IllegalArgumentException e) {
                fates.put(copy, hold(NOTHING, e.getMessage()));
            }
        });
        if (!asked.isEmpty()) {
            List<ScanRound.Asked> all = questions.entrySet().stream()
                    .map(each -> new ScanRound.Asked(engine(now, each.getKey()).orElseThrow().askedAgain(), each.getValue())).toList();
            ScanOutcome outcome = round.ask(all, new ScanQuestion(message.content(), message.id(), message.client(), message.sender(), asked, ScanRound.ROUND_MAX),
                    (engine, finding) -> false);
            asked.forEach(copy -> fates.put(copy.address(), behind(fate(copy.address(), outcome, all, now.scripts()), message.copies().get(copy.address()))));
        }
        return fates;
    }

    /** What engines let go may be held by another rule still. */
    private static Fate behind(Fate fate, String why) {
        return fate instanceof Fate.Deliver ? Awaited.behind(why).<Fate>map(other -> new Fate.Hold(other.rule(), other.why())).orElse(fate) : fate;
    }

    private static Optional<ScannerPolicy> engine(PolicySnapshot policy, String name) {
        return policy.scanners().stream().filter(engine -> engine.name().equals(name)).findFirst();
    }

    private static Fate fate(Mailbox copy, ScanOutcome outcome, List<ScanRound.Asked> asked, ScriptPolicy rules) {
        Findings found = Findings.Round.of(asked, outcome.answers()).of(copy, rules, 0);
        return switch (outcome) {
            case ScanOutcome.Refused refused -> hold(found, refused.reason());
            case ScanOutcome.Deferred deferred -> new Fate.Wait();
            case ScanOutcome.Passed passed -> {
                if (passed.refused().containsKey(copy)) {
                    yield hold(found, passed.refused().get(copy).reason());
                }
                if (passed.quarantine().containsKey(copy)) {
                    yield hold(found, String.join("; ", passed.quarantine().get(copy)));
                }
                if (passed.awaited().containsKey(copy)) {
                    yield new Fate.Wait();
                }
                yield passed(found);
            }
        };
    }

    private static Fate passed(Findings found) {
        boolean ruled = found.scripts().keySet().stream().anyMatch(engine -> !(found.findings().get(engine).verdict() instanceof ScanVerdict.Clean));
        return ruled ? hold(found, "a rule of verdicts is for it")
                : new Fate.Deliver(found.findings().entrySet().stream().map(each -> each.getKey() + ": " + ContentScan.words(each.getValue())).collect(Collectors.joining("; ")));
    }

    /** In quarantine, of the kind that was found. */
    private static Fate hold(Findings found, String why) {
        AcceptedRecipient.Hold hold = found.hold(ContentScan.NAME, why, 0);
        return new Fate.Hold(hold.by(), hold.why());
    }
}
