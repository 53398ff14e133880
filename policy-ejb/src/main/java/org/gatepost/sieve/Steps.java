package org.gatepost.sieve;

import org.gatepost.sieve.language.Position;

/** What a run has left of the work it may do, and with it all runs it is one of. Not thread-safe. */
final class Steps {

    /** Characters that count as one step where they are only gone through. */
    static final int CHARACTERS = 256;

    /** Octets of the message that count as one step where they are read for the places of parts. */
    static final int READ_OCTETS = 4096;

    private final long most;
    private final ScriptBudget.Share share;
    private long taken;

    Steps(long most, ScriptBudget.Share share) {
        this.most = most;
        this.share = share;
    }

    void take(long steps, Position at) {
        taken += steps;
        if (taken > most) {
            throw new SieveRunError(at, "the script takes more than " + most + " steps");
        }
        share.take(steps, at);
    }
}
