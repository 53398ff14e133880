package org.gatepost.ee.inbound;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Messages that wait for a writer, in the order they came, and how they are taken in groups. Safe for use by many threads. */
final class WaitingMessages {

    /** Messages that may wait; beyond it 451 4.3.2. */
    static final int MESSAGES_MAX = 4_000;
    /** Octets of content that may wait; beyond it 451 4.3.2. */
    static final long OCTETS_MAX = 64L << 20;
    /** Messages in a group. */
    static final int GROUP_MESSAGES_MAX = 64;
    /** Octets of content in a group; a single message may be all of it. */
    static final long GROUP_OCTETS_MAX = 4L << 20;

    private final ArrayDeque<WaitingMessage> waiting = new ArrayDeque<>();
    private long octets;
    private boolean closed;

    /** False where there is no room, or no writer any longer. */
    synchronized boolean offer(WaitingMessage message) {
        if (closed || waiting.size() >= MESSAGES_MAX || octets + message.octets() > OCTETS_MAX) {
            return false;
        }
        waiting.add(message);
        octets += message.octets();
        notify();
        return true;
    }

    /** Waits for messages and takes those that have gathered; empty only when closed and nothing is left. */
    synchronized List<WaitingMessage> takeGroup() throws InterruptedException {
        List<WaitingMessage> group = new ArrayList<>();
        while (group.isEmpty()) {
            while (waiting.isEmpty()) {
                if (closed) {
                    return group;
                }
                wait();
            }
            fill(group);
        }
        if (!waiting.isEmpty()) {
            notify();
        }
        return group;
    }

    private void fill(List<WaitingMessage> group) {
        long taken = 0;
        while (!waiting.isEmpty() && group.size() < GROUP_MESSAGES_MAX) {
            WaitingMessage next = waiting.peek();
            if (!group.isEmpty() && taken + next.octets() > GROUP_OCTETS_MAX) {
                return;
            }
            waiting.remove();
            octets -= next.octets();
            if (next.joinGroup()) {
                group.add(next);
                taken += next.octets();
            }
        }
    }

    /** Nothing more is taken in; what waits is still handed out. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
