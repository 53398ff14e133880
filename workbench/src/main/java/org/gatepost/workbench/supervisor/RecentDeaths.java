package org.gatepost.workbench.supervisor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** The deaths of one instance's processes within the last minute, and what follows from how many they are. For one thread. */
final class RecentDeaths {

    /** So many end the instance. */
    static final int MAX = 6;
    static final Duration WITHIN = Duration.ofMinutes(1);
    /** After the first, second, ... death: what dies at once gets time to find its disk with room again, and each start still comes within 5 s. */
    private static final Duration[] PAUSES = {Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4)};

    private final Deque<Long> nanos = new ArrayDeque<>();

    /** One died, at that {@link System#nanoTime()}: the date may be set while we watch. */
    void add(long nowNanos) {
        nanos.addLast(nowNanos);
        while (nowNanos - nanos.getFirst() > WITHIN.toNanos()) {
            nanos.removeFirst();
        }
    }

    boolean areTooMany() {
        return nanos.size() >= MAX;
    }

    /** How long to wait after the last of them. */
    Duration pauseBeforeRestart() {
        return PAUSES[Math.clamp(nanos.size(), 1, PAUSES.length) - 1];
    }
}
