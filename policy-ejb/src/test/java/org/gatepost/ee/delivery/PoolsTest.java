package org.gatepost.ee.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gatepost.channel.QueueKeywords.Pool;
import org.junit.jupiter.api.Test;

class PoolsTest {

    private final Pools pools = new Pools();
    private final Pool small = new Pool("SMALL", 2);

    @Test
    void c21APoolHasItsJobsAndNotOneMore() {
        assertTrue(pools.enter(small));
        assertTrue(pools.enter(small));
        assertFalse(pools.enter(small));
        assertTrue(pools.enter(new Pool("OTHER", 1)));
        pools.leave(small);
        assertTrue(pools.enter(small));
        assertEquals(2, pools.inUse("SMALL"));
    }

    @Test
    void oneWhoHasAPlaceIsToldThatAnotherWantsIt() {
        pools.enter(small);
        assertFalse(pools.isWanted(small));
        pools.enter(small);
        pools.enter(small);
        assertTrue(pools.isWanted(small));
        assertFalse(pools.isWanted(small));
    }
}
