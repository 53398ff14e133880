package org.gatepost.sieve;

import java.util.List;
import java.util.Optional;

import org.gatepost.sieve.language.SieveError;
import org.gatepost.sieve.language.SieveLimits;
import org.gatepost.sieve.language.SieveScript;

/** Runs scripts within limits. Immutable; each run is its own. */
public final class SieveInterpreter {

    private final SieveLimits limits;

    public SieveInterpreter(SieveLimits limits) {
        this.limits = limits;
    }

    /** Runs a script. What goes wrong in it ends in the implicit keep, with the reason. */
    public SieveOutcome run(SieveScript script, SieveSurroundings surroundings) {
        return run(script, surroundings, 0, new ScriptBudget.Share(Long.MAX_VALUE));
    }

    /**
     * Runs one of several.
     *
     * @param adjustment what other scripts have added to the spam score
     * @param share what they have left of the work they may do together
     */
    SieveOutcome run(SieveScript script, SieveSurroundings surroundings, double adjustment, ScriptBudget.Share share) {
        SieveRun run = new SieveRun(limits, surroundings, AddedWords.NONE, adjustment, share);
        try {
            run.execute(script.commands());
            return new SieveOutcome(run.actions(), run.explicit(), Optional.empty());
        } catch (SieveRunError stopped) {
            return failed(script, surroundings, stopped);
        }
    }

    private static SieveOutcome failed(SieveScript script, SieveSurroundings surroundings, SieveRunError stopped) {
        SieveError error = new SieveError(script.name(), stopped.at().line(), stopped.at().column(), stopped.getMessage());
        return new SieveOutcome(List.of(new SieveAction.Keep(surroundings.initialFlags(), List.of(), true)), false, Optional.of(error));
    }

    /** A run that somebody drives who has added words to the language. */
    public SieveRun begin(SieveSurroundings surroundings, AddedWords addedWords) {
        return new SieveRun(limits, surroundings, addedWords, 0, new ScriptBudget.Share(Long.MAX_VALUE));
    }
}
