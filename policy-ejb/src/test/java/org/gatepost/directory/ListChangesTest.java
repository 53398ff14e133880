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

class ListChangesTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "no field", ": x", "X Y: z", "X-A: a\r\nBcc: b", "X-A: a\nb", "X-A: \u00e4", "Received: from here", "RETURN-PATH: <>", "Authentication-Results: mx.example; dkim=pass", "TLS-Required: No", "X\u0000: a"})
    void whatIsNoFieldOfALineOrOfTraceIsNotAdded(String line) {
        assertFalse(ListChanges.isField(line));
        assertThrows(IllegalArgumentException.class, () -> new ListChanges(List.of(line), Set.of()));
    }

    @Test
    void aFieldIsOneLineAndANameIsShort() {
        assertTrue(ListChanges.isField("X-A:"));
        assertTrue(ListChanges.isField("X-A: " + "x".repeat(993)));
        assertFalse(ListChanges.isField("X-A: " + "x".repeat(994)));
        assertTrue(ListChanges.mayGo("x".repeat(76)));
        assertFalse(ListChanges.mayGo("x".repeat(77)) || ListChanges.mayGo("received") || ListChanges.mayGo("content-type") || ListChanges.mayGo("authentication-results") || ListChanges.mayGo("a b") || ListChanges.mayGo(""));
    }

    @Test
    void listsWithinListsChangeAllThatTheyWant() {
        ListChanges outer = new ListChanges(List.of("A: 1"), Set.of("x"));
        ListChanges inner = new ListChanges(List.of("B: 2"), Set.of("y"));
        assertEquals(new ListChanges(List.of("A: 1", "B: 2"), Set.of("x", "y")), outer.and(inner));
        assertEquals(inner, ListChanges.NONE.and(inner));
        assertEquals(outer, outer.and(ListChanges.NONE));
    }

    @Test
    void textsAreWholeLinesOfWhatCanBeShown() {
        assertEquals("a\r\n\r\nb\r\n", new ListTexts("a\n\rb", "").before());
        assertEquals(ListTexts.NONE, new ListTexts("", ""));
        assertTrue(ListTexts.isText("a\tb\r\nf\u00fcr \ud83d\ude00"));
        assertFalse(ListTexts.isText("a\u0000") || ListTexts.isText("\u001b[0m") || ListTexts.isText("\u009b") || ListTexts.isText("\ud83d"));
        assertThrows(IllegalArgumentException.class, () -> new ListTexts("", "\u0007"));
    }

    @Test
    void textsOfListsWithinListsStandInTheirOrderAndAreBounded() {
        ListTexts outer = new ListTexts("outer", "of outer");
        assertEquals(new ListTexts("outer\ninner", "of outer\nof inner"), outer.and(new ListTexts("inner", "of inner")));
        ListChanges inner = new ListChanges(List.of("B: 2"), Set.of(), new ListTexts("inner", ""));
        assertEquals(new ListChanges(List.of("A: 1", "B: 2"), Set.of(), new ListTexts("outer\ninner", "of outer")), new ListChanges(List.of("A: 1"), Set.of(), outer).and(inner));
        assertEquals(new ListChanges(List.of("B: 2"), Set.of(), new ListTexts("outer\ninner", "of outer")), inner.behind(outer));
        int left = ListTexts.OCTETS_MAX - ListTexts.octets("outer") - ListTexts.octets("of outer") - 2;
        ListTexts all = new ListTexts("x".repeat(left), "");
        assertTrue(outer.haveRoomFor(all));
        assertEquals(ListTexts.OCTETS_MAX, ListTexts.octets(outer.and(all).before()) + ListTexts.octets(outer.behind()));
        ListTexts tooMuch = new ListTexts("", "x".repeat(left + 1));
        assertFalse(outer.haveRoomFor(tooMuch));
        assertEquals(outer, outer.and(tooMuch));
        assertThrows(IllegalArgumentException.class, () -> new ListTexts("x".repeat(ListTexts.OCTETS_MAX - 1), ""));
    }
}
