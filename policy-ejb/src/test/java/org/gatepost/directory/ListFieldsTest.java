package org.gatepost.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListFieldsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "no field", ": x", "X Y: z", "X-A: a\r\nBcc: b", "X-A: a\nb", "X-A: \u00e4", "Received: from here", "RETURN-PATH: <>", "Authentication-Results: mx.example; dkim=pass", "TLS-Required: No", "X\u0000: a"})
    void whatIsNoFieldOfALineOrOfTraceIsNotAdded(String line) {
        assertFalse(ListFields.isField(line));
        assertThrows(IllegalArgumentException.class, () -> new ListFields(List.of(line), Set.of()));
    }

    @Test
    void aFieldIsOneLineAndANameIsShort() {
        assertTrue(ListFields.isField("X-A:"));
        assertTrue(ListFields.isField("X-A: " + "x".repeat(993)));
        assertFalse(ListFields.isField("X-A: " + "x".repeat(994)));
        assertTrue(ListFields.mayGo("x".repeat(76)));
        assertFalse(ListFields.mayGo("x".repeat(77)) || ListFields.mayGo("received") || ListFields.mayGo("content-type") || ListFields.mayGo("authentication-results") || ListFields.mayGo("a b") || ListFields.mayGo(""));
    }

    @Test
    void listsWithinListsChangeAllThatTheyWant() {
        ListFields outer = new ListFields(List.of("A: 1"), Set.of("x"));
        ListFields inner = new ListFields(List.of("B: 2"), Set.of("y"));
        assertEquals(new ListFields(List.of("A: 1", "B: 2"), Set.of("x", "y")), outer.and(inner));
        assertEquals(inner, ListFields.NONE.and(inner));
        assertEquals(outer, outer.and(ListFields.NONE));
    }
}
