package org.gatepost.sieve.language;

/** Thrown where a command turns out to be wrong, and caught where commands are read: one for each command. */
final class Complaint extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Position at;

    Complaint(Position at, String message) {
        super(message, null, false, false);
        this.at = at;
    }

    Position at() {
        return at;
    }
}
