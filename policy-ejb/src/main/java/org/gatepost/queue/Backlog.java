package org.gatepost.queue;

/** Port: how many entries the queue of all nodes holds, as was seen last. Never waits; safe for use by many threads. */
public interface Backlog {

    /** About so many, waiting, held or being worked on; 0 until somebody looked. */
    long entries();

    /** How many there may be before no new message is taken: 452 4.3.1 at MAIL. */
    long entriesMax();
}
