package org.gatepost.admin.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gatepost.ee.admin.DeskUnavailable;
import org.gatepost.ee.admin.NotAllowed;
import org.junit.jupiter.api.Test;

class ClickOutcomeTest {

    private final ClickOutcome outcome = new ClickOutcome("nobody answers", "not yours");

    @Test
    void whatWasDoneIsGoodNewsUnlessItSaysOtherwise() {
        outcome.of(() -> "done");
        assertEquals("done", outcome.getSaid());
        assertFalse(outcome.isBad());
        outcome.of(() -> {
            outcome.markBad(true);
            return "not done";
        });
        assertTrue(outcome.isBad());
        outcome.of(() -> "");
        assertFalse(outcome.isBad(), "the next click begins anew");
    }

    @Test
    void whatCouldNotBeDoneIsSaidInThePagesWords() {
        outcome.of(() -> {
            throw new DeskUnavailable("down", new IllegalStateException());
        });
        assertEquals("nobody answers", outcome.getSaid());
        assertTrue(outcome.isBad());
        outcome.of(() -> {
            throw new NotAllowed("postmaster");
        });
        assertEquals("not yours", outcome.getSaid());
        assertTrue(outcome.isBad());
        outcome.forget();
        assertEquals("", outcome.getSaid());
        assertFalse(outcome.isBad());
    }
}
