package org.gatepost.workbench.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;

import org.junit.jupiter.api.Test;

class PlanTest {

    private static final List<Fault> ALL = List.of(Fault.values());

    @Test
    void everyFaultIsStruckBeforeAnyIsStruckTwice() {
        List<Fault> plan = Chaos.plan(ALL, ALL.size(), 7);
        assertEquals(EnumSet.allOf(Fault.class), EnumSet.copyOf(plan));
    }

    @Test
    void aSeedGivesTheSameOrderAndAnotherAnother() {
        assertEquals(Chaos.plan(ALL, 50, 7), Chaos.plan(ALL, 50, 7));
        assertFalse(Chaos.plan(ALL, 50, 7).equals(Chaos.plan(ALL, 50, 8)));
    }

    @Test
    void whatNeedsTheDatabaseMovedComesLast() {
        List<Fault> plan = Chaos.plan(ALL, 50, 7);
        int first = plan.indexOf(Fault.DATABASE_FULL);
        assertTrue(first > 0 && plan.subList(first, plan.size()).stream().allMatch(Fault::needsSmallDatabase), plan::toString);
    }
}
