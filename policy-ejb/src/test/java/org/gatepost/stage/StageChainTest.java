package org.gatepost.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;

import org.gatepost.smtp.protocol.Reply;
import org.gatepost.stage.StageChain.Outcome;
import org.junit.jupiter.api.Test;

class StageChainTest {

    private static final Fact<String> SEEN = new Fact<>("seen");
    private static final Stage<String> REFUSES = (r, f) -> new StageResult.Refuse(Reply.of(550, "5.7.1", "no"), "never");
    private static final Stage<String> DEFERS = (r, f) -> new StageResult.Defer(Reply.of(451, "4.4.3", "later"), "could not ask");
    private static final Stage<String> HANGS_UP = (r, f) -> new StageResult.HangUp(Reply.of(421, "4.7.0", "go"), "enough");
    private static final Stage<String> LEARNS = (r, f) -> new StageResult.Next(f.with(SEEN, f.get(SEEN).orElse("") + r));

    @Test
    void passesOnWhatStagesLearned() {
        Outcome outcome = new StageChain<>(List.of(LEARNS, LEARNS)).decide("x", SessionFacts.NONE);
        assertEquals("xx", assertInstanceOf(Outcome.Passed.class, outcome).facts().require(SEEN));
    }

    @Test
    void aDeferralLosesToALaterRefusal() {
        assertEquals(550, stopped(DEFERS, REFUSES).reply().code());
    }

    @Test
    void aDeferralBeatsAcceptance() {
        assertEquals(451, stopped(DEFERS, LEARNS).reply().code());
    }

    @Test
    void theFirstRefusalEndsIt() {
        assertEquals(421, stopped(HANGS_UP, REFUSES).reply().code());
        assertEquals(550, stopped(REFUSES, HANGS_UP).reply().code());
    }

    @Test
    void factsAreNotChangedByAdding() {
        SessionFacts first = SessionFacts.NONE.with(SEEN, "a");
        SessionFacts second = first.with(SEEN, "b");
        assertEquals("a", first.require(SEEN));
        assertEquals("b", second.require(SEEN));
    }

    private static Outcome.Stopped stopped(Stage<String> first, Stage<String> second) {
        return assertInstanceOf(Outcome.Stopped.class, new StageChain<>(List.of(first, second)).decide("x", SessionFacts.NONE));
    }
}
