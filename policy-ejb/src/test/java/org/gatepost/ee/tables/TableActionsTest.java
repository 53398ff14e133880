package org.gatepost.ee.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;

import org.gatepost.ee.trace.TraceRing;
import org.gatepost.trace.TraceEvent;
import org.junit.jupiter.api.Test;

class TableActionsTest {

    @Test
    void m22WhatTheTableCannotKeepUpWithIsDroppedAndNobodyWaits() {
        TableActions actions = new TableActions(event -> { }, new TraceRing());
        TraceEvent event = TraceEvent.of(TraceEvent.Kind.REFUSE, Instant.EPOCH, "x");
        for (int i = 0; i < TableActions.EVENTS_MAX; i++) {
            actions.offer(event);
        }
        assertEquals(0, actions.dropped());
        actions.offer(event);
        assertEquals(1, actions.dropped());
    }
}
