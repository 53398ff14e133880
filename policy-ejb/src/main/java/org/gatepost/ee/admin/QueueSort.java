package org.gatepost.ee.admin;

/** The orders the queue can be shown in. */
public enum QueueSort {
    /** Held first, then what was tried most often, then the oldest. */
    NEED("held DESC, e.attempts DESC, m.arrived_at", "held, e.attempts, m.arrived_at DESC"),
    AGE("m.arrived_at DESC", "m.arrived_at"),
    SENDER("m.reverse_path", "m.reverse_path DESC"),
    DESTINATION("e.channel, e.next_hop", "e.channel DESC, e.next_hop DESC"),
    SIZE("m.content_octets", "m.content_octets DESC"),
    ATTEMPTS("e.attempts", "e.attempts DESC"),
    DUE("e.due_at NULLS LAST", "e.due_at DESC NULLS LAST");

    private final String forward;
    private final String backward;

    QueueSort(String forward, String backward) {
        this.forward = forward;
        this.backward = backward;
    }

    /** The ORDER BY list; equal rows keep one order from page to page. */
    String orderBy(boolean descending) {
        return (descending ? backward : forward) + ", e.id";
    }
}
