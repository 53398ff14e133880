package org.gatepost.ee.admin;

/** Where an entry of the queue stands, as the desk says it. */
public enum EntryState {
    /** A recipient of it is held. */
    HELD,
    /** A node is working on it. */
    BUSY,
    /** It waits for its next attempt. */
    WAITING
}
