package org.gatepost.sieve;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.gatepost.sieve.language.ReadScript;
import org.gatepost.sieve.language.SieveError;
import org.gatepost.sieve.message.HeaderRewrite;

/**
 * Runs the scripts of all levels for one recipient and makes one outcome of what they want (decision 0030). The first level, from the user to the
 * system, that decides where the message goes is followed; those after it can still jettison or hold it. Immutable.
 */
public final class ScriptOrder {

    /** A level's script. */
    public record Layer(ScriptLevel level, ReadScript script) {
    }

    /**
     * What was wrong with a level's script: the message is judged by the others.
     *
     * @param ofScript whether its owner is to be told; not where all scripts of the message together took too much
     */
    public record Trouble(ScriptLevel level, List<SieveError> errors, boolean ofScript) {
        public Trouble {
            errors = List.copyOf(errors);
        }
    }

    /**
     * What is to be done with the recipient's copy.
     *
     * @param decidedBy the level whose decision it is; absent where none decided and the message is kept
     */
    public record Decision(List<SieveAction> actions, Optional<ScriptLevel> decidedBy, double spamAdjustment, List<Trouble> troubles) {
        public Decision {
            actions = List.copyOf(actions);
            troubles = List.copyOf(troubles);
        }
    }

    private record Said(ScriptLevel level, SieveOutcome outcome) {
    }

    private final SieveInterpreter interpreter;

    public ScriptOrder(SieveInterpreter interpreter) {
        this.interpreter = interpreter;
    }

    /** Asks every level, within what the message's scripts have left. */
    public Decision decide(List<Layer> layers, SieveSurroundings surroundings, ScriptBudget budget) {
        List<Said> said = new ArrayList<>();
        List<Trouble> troubles = new ArrayList<>();
        double adjustment = 0;
        // Engines speak first, so that everybody sees the score; they are heard last.
        List<Layer> running = layers.stream().sorted(Comparator.comparingInt(layer -> layer.level() == ScriptLevel.ENGINE ? -1 : layer.level().ordinal())).toList();
        for (Layer layer : running) {
            switch (layer.script()) {
                case ReadScript.Broken(List<SieveError> errors) -> troubles.add(new Trouble(layer.level(), errors, true));
                case ReadScript.Good good -> {
                    ScriptBudget.Share share = budget.of(layer.level());
                    SieveOutcome outcome = interpreter.run(good.script(), surroundings, adjustment, share);
                    outcome.error().ifPresent(error -> troubles.add(new Trouble(layer.level(), List.of(error), !share.isSpent())));
                    said.add(new Said(layer.level(), outcome));
                    for (SieveAction action : outcome.actions()) {
                        adjustment += action instanceof SieveAction.SpamAdjust adjust ? adjust.adjustment() : 0;
                    }
                }
            }
        }
        said.sort(Comparator.comparing(Said::level));
        Optional<Said> decider = said.stream().filter(one -> one.outcome().actions().stream().anyMatch(SieveAction.Jettison.class::isInstance)).findFirst()
                .or(() -> said.stream().filter(one -> one.outcome().actions().stream().anyMatch(SieveAction.Hold.class::isInstance)).findFirst())
                .or(() -> said.stream().filter(one -> one.outcome().explicit()).findFirst());
        return new Decision(merged(said, decider), decider.map(Said::level), adjustment, troubles);
    }

    private static List<SieveAction> merged(List<Said> said, Optional<Said> decider) {
        List<SieveAction> all = new ArrayList<>();
        boolean goesOn = decider.isEmpty() || decider.get().outcome().actions().stream()
                .noneMatch(action -> action instanceof SieveAction.Jettison || action instanceof SieveAction.Hold || action instanceof SieveAction.Reject);
        for (Said one : said) {
            List<HeaderRewrite.Edit> edits = edits(said, decider, Optional.of(one));
            for (SieveAction action : one.outcome().actions()) {
                boolean destination = action.cancelsImplicitKeep();
                // What its head answers to mail of the head is none to the household's.
                boolean answers = action instanceof SieveAction.Vacation && one.level() != ScriptLevel.HOUSEHOLD || !(action instanceof SieveAction.Vacation);
                boolean wanted = destination ? decider.isPresent() && decider.get() == one && isDecision(action, one.outcome())
                        : goesOn || action instanceof SieveAction.Capture || action instanceof SieveAction.SpamAdjust;
                if (wanted && answers && all.stream().noneMatch(before -> Tally.same(before, action) || action instanceof SieveAction.Vacation
                        && before instanceof SieveAction.Vacation)) {
                    all.add(withEdits(action, edits));
                }
            }
        }
        if (decider.isEmpty()) {
            List<String> flags = said.stream().filter(one -> one.level() == ScriptLevel.USER).flatMap(one -> one.outcome().actions().stream())
                    .filter(SieveAction.Keep.class::isInstance).flatMap(keep -> ((SieveAction.Keep) keep).flags().stream()).toList();
            all.add(new SieveAction.Keep(flags, union(List.of(), edits(said, decider, Optional.empty())), true));
        }
        return all;
    }

    /** Jettison and hold leave nothing else of what their own script decided. */
    private static boolean isDecision(SieveAction action, SieveOutcome outcome) {
        boolean jettisoned = outcome.actions().stream().anyMatch(SieveAction.Jettison.class::isInstance);
        boolean held = outcome.actions().stream().anyMatch(SieveAction.Hold.class::isInstance);
        return jettisoned ? action instanceof SieveAction.Jettison : !held || action instanceof SieveAction.Hold;
    }

    /** Edits of the levels that did not decide: their scripts ran to the implicit keep, which carries them. What a level itself did to the message later is not of what it said before. */
    private static List<HeaderRewrite.Edit> edits(List<Said> said, Optional<Said> decider, Optional<Said> but) {
        List<HeaderRewrite.Edit> edits = new ArrayList<>();
        for (Said one : said) {
            if ((decider.isEmpty() || decider.get() != one) && (but.isEmpty() || but.get() != one)) {
                one.outcome().actions().stream().filter(SieveAction.Keep.class::isInstance).forEach(keep -> edits.addAll(((SieveAction.Keep) keep).edits()));
            }
        }
        return edits;
    }

    private static SieveAction withEdits(SieveAction action, List<HeaderRewrite.Edit> more) {
        return switch (action) {
            case SieveAction.Keep keep -> new SieveAction.Keep(keep.flags(), union(keep.edits(), more), keep.implicit());
            case SieveAction.FileInto into -> new SieveAction.FileInto(into.mailbox(), into.copy(), into.create(), into.specialUse(), into.flags(),
                    union(into.edits(), more));
            // What is sent on has no other body (RFC 5703 sections 5 and 6).
            case SieveAction.Redirect redirect -> new SieveAction.Redirect(redirect.address(), redirect.copy(), redirect.list(), redirect.parameters(),
                    union(redirect.edits(), more.stream().filter(edit -> edit instanceof HeaderRewrite.Edit.Added || edit instanceof HeaderRewrite.Edit.Removed).toList()));
            case SieveAction other -> other;
        };
    }

    /** A field is taken out once, whoever wants it. */
    private static List<HeaderRewrite.Edit> union(List<HeaderRewrite.Edit> some, List<HeaderRewrite.Edit> more) {
        Set<Long> removed = new HashSet<>();
        List<HeaderRewrite.Edit> all = new ArrayList<>();
        for (List<HeaderRewrite.Edit> edits : List.of(some, more)) {
            for (HeaderRewrite.Edit edit : edits) {
                if (!(edit instanceof HeaderRewrite.Edit.Removed gone) || removed.add(gone.field().at())) {
                    all.add(edit);
                }
            }
        }
        return all;
    }
}
