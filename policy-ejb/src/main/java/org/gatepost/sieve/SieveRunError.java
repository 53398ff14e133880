package org.gatepost.sieve;

import org.gatepost.sieve.language.Position;

/** Stops a run: a limit, a conflict, a value that cannot be. */
public final class SieveRunError extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Position at;

    public SieveRunError(Position at, String message) {
        super(message, null, false, false);
        this.at = at;
    }

    /** The command or test that could not be carried out. */
    public Position at() {
        return at;
    }
}
