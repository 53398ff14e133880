package org.gatepost.workbench.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void whatATextMayNotHoldIsEscaped() {
        assertEquals("\"a\\\"b\\\\c\\nd\\u0001\"", Json.text("a\"b\\c\nd\u0001"));
    }

    @Test
    void wholeNumbersHaveNoFractionAndOthersAPointWhateverTheLocale() {
        assertEquals("[600, -3, 0.2500]", Json.text(List.of(600.0, -3L, 0.25)));
    }

    @Test
    void anEmptyObjectIsAnObject() {
        assertEquals("{}", Json.text(Map.of()));
        assertEquals("{\n  \"a\": true\n}", Json.text(Map.of("a", true)));
    }

    @Test
    void oneObjectFitsOnOneLineHoweverDeepItIs() {
        assertEquals("{\"a\": [{\"b\": \"c\\nd\"}, {}]}", Json.line(Map.of("a", List.of(Map.of("b", "c\nd"), Map.of()))));
    }

    @Test
    void whatJsonHasNoWordForIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Json.text(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Json.text(Double.class));
    }
}
