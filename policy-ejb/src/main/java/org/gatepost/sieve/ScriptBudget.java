package org.gatepost.sieve;

import org.gatepost.sieve.language.Position;

/**
 * The work that all scripts of one message may do together, for all its recipients: users and heads of households on the one hand, policy's own scripts on the
 * other, as much each, so that no user's script keeps policy from being heard. What is over it ends in the implicit keep. Not thread-safe.
 */
public final class ScriptBudget {

    /** What is left of it for some of the levels. */
    static final class Share {
        private final long most;
        private long taken;

        Share(long most) {
            this.most = most;
        }

        void take(long steps, Position at) {
            taken += steps;
            if (taken > most) {
                throw new SieveRunError(at, "the scripts of the message take more than " + most + " steps");
            }
        }

        /** Whether more was wanted than there is. */
        boolean isSpent() {
            return taken > most;
        }
    }

    private final Share users;
    private final Share policy;

    /** @param steps for each of the two */
    public ScriptBudget(long steps) {
        users = new Share(steps);
        policy = new Share(steps);
    }

    Share of(ScriptLevel level) {
        return level == ScriptLevel.USER || level == ScriptLevel.HOUSEHOLD ? users : policy;
    }
}
