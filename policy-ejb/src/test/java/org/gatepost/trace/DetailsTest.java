package org.gatepost.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class DetailsTest {

    @Test
    void areInTheOrderTheyWereAddedAndTheLaterValueTakesTheOldOnesPlace() {
        Details details = Details.NONE.with("b", 1).with("a", List.of("x")).with("b", 2);
        assertEquals(List.of("b", "a"), List.copyOf(details.keySet()));
        assertEquals(2, details.get("b"));
        assertEquals(2, details.size());
        assertTrue(details.containsKey("a"));
        assertFalse(details.containsKey("c"));
        assertNull(details.get("c"));
    }

    @Test
    void oneMoreLeavesTheOthersAsTheyWere() {
        Details before = Details.NONE.with("a", 1);
        before.with("b", 2);
        before.with("a", 3);
        assertEquals(Map.of("a", 1), before);
    }

    @Test
    void areEqualToAnyMapOfTheSameAndCannotBeChanged() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("a", 1);
        map.put("b", 2);
        Details details = Details.of(map);
        assertEquals(map, details);
        assertEquals(map.hashCode(), details.hashCode());
        map.put("c", 3);
        assertEquals(2, details.size());
        assertThrows(UnsupportedOperationException.class, () -> details.put("c", 3));
        assertThrows(UnsupportedOperationException.class, () -> details.entrySet().iterator().next().setValue(3));
    }
}
