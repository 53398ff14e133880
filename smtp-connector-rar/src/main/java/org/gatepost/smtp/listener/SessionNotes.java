package org.gatepost.smtp.listener;

/** What policy wants to remember between two stages of a session. Empty to the connector, which carries it and hands it back. Immutable. */
public interface SessionNotes {

    /**
     * How many recipients' copies, or things of that size (a kilobyte at most), it makes us remember. The connector bounds the sum over all open
     * transactions, and counts each accepted recipient as one at least.
     */
    default int weight() {
        return 0;
    }

    /** Nothing to remember. */
    SessionNotes NONE = new SessionNotes() {
    };
}
