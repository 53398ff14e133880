package org.gatepost.smtp.ra;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends reads that outlast their patience, on all links of an activation, by looking at every one now and then. A timeout of the socket's own would be
 * cheaper to write and dearer to run: for a virtual thread each read then sets and clears a timer, and wakes another thread to do so, which was a
 * tenth of what a message cost. Safe for all threads.
 */
final class ReadWatch {

    /** How often to {@link #look}, and how late a read may be ended. */
    static final Duration INTERVAL = Duration.ofMillis(250);

    private final Set<SocketLink> links = ConcurrentHashMap.newKeySet();

    void add(SocketLink link) {
        links.add(link);
    }

    void remove(SocketLink link) {
        links.remove(link);
    }

    /** Ends what is overdue now. */
    void look() {
        long now = System.nanoTime();
        links.forEach(link -> link.endOverdueRead(now));
    }
}
