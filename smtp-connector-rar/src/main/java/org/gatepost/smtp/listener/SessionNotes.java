package org.gatepost.smtp.listener;

/** What policy wants to remember between two stages of a session. Empty to the connector, which carries it and hands it back. Immutable. */
public interface SessionNotes {

    /** Nothing to remember. */
    SessionNotes NONE = new SessionNotes() {
    };
}
