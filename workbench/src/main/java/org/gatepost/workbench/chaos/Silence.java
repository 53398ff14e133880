package org.gatepost.workbench.chaos;

import java.time.Duration;

/** For how long no message was answered 250: the longest such time since it began. Safe for use by many threads. */
final class Silence {

    private long last = System.nanoTime();
    private long longest;
    private long taken;

    synchronized void begin() {
        last = System.nanoTime();
        longest = 0;
    }

    /** A message was answered 250. */
    synchronized void broken() {
        long now = System.nanoTime();
        longest = Math.max(longest, now - last);
        last = now;
        taken++;
    }

    /** The longest time without a 250, one that still lasts included. */
    synchronized Duration longest() {
        return Duration.ofNanos(Math.max(longest, System.nanoTime() - last));
    }

    /** How many messages were answered 250 so far. */
    synchronized long taken() {
        return taken;
    }
}
