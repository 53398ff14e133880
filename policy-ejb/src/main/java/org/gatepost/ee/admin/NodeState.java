package org.gatepost.ee.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Port: what this node knows of itself without asking the database. Never waits. Safe for use by many threads. */
public interface NodeState {

    /** Events of the last minute, five minutes and hour, in the order the desk shows them. */
    List<Rate> rates();

    /** One for each scanner of the active policy that has an address. */
    List<Engine> scanners();

    /** The directory this node asks. */
    Engine directory();

    /** What the queue's runner is doing, the busiest destination first. */
    List<Destination> destinations();

    /**
     * How often something happened.
     *
     * @param name accepted, delivered, deferred, refused
     */
    record Rate(String name, long lastMinute, long lastFiveMinutes, long lastHour) {
    }

    /**
     * A server this node asks: a scanner or the directory.
     *
     * @param since when it came into that state
     * @param lastError what went wrong last; empty where nothing has
     */
    record Engine(String name, Condition condition, Instant since, String lastError) {
    }

    /** How a server answers. */
    enum Condition {
        /** It answers. */
        UP,
        /** It answers to some questions, or in some of its addresses. */
        FAILING,
        /** It is not asked for each message until it answers a probe. */
        DOWN,
        /** It was not asked yet. */
        UNKNOWN
    }

    /**
     * A destination this node has something to do with.
     *
     * @param connections open now
     * @param failedAt when it could last not be reached, where it has not been reached since
     */
    record Destination(String channel, String nextHop, int connections, Optional<Instant> failedAt) {
    }
}
