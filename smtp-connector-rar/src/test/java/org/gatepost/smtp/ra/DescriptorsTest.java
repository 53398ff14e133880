package org.gatepost.smtp.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DescriptorsTest {

    @Test
    void sessionsAndContentsLeaveSomeForTheRest() {
        assertEquals(16_000, Descriptors.sessions(25_000, 20_000));
        assertEquals(2_000, Descriptors.contents(4_000, 20_000));
        assertEquals(1, Descriptors.contents(4_000, 5));
    }

    @Test
    void whereThereAreManyItIsAsWanted() {
        assertEquals(25_000, Descriptors.sessions(25_000, 524_288));
        assertEquals(4_000, Descriptors.contents(4_000, Integer.MAX_VALUE));
        assertTrue(Descriptors.limit() > 0);
    }
}
