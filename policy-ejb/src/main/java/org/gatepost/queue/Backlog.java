package org.gatepost.queue;

/** Port: how many entries the queue of all nodes holds, as was seen last. Never waits; safe for use by many threads. */
public interface Backlog {

    /** About so many, waiting, held or being worked on; 0 until somebody looked. */
    long entries();

    /** How many there may be before no new message is taken: 452 4.3.1 at MAIL. */
    long entriesMax();

    /** A queue that is empty and may hold whatever comes: for who keeps nothing. */
    static Backlog none() {
        return new Backlog() {
            @Override
            public long entries() {
                return 0;
            }

            @Override
            public long entriesMax() {
                return Long.MAX_VALUE;
            }
        };
    }
}
