package org.gatepost.workbench.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class JsonReaderTest {

    @Test
    void readsWhatJsonWrites() {
        Map<String, Object> value = Map.of("a", List.of(Map.of("b", "c\n\"d\"\\\u00e9\ud83d\ude00"), Map.of(), List.of()), "t", true, "f", false, "n", -1.5e3);
        assertEquals(value, JsonReader.object(Json.text(value)));
        assertEquals(value, JsonReader.object(" " + Json.line(value) + "\r\n"));
        assertEquals(Map.of("a", "\u00e9/\t"), JsonReader.object("{\"a\":\"\\u00E9\\/\\t\"}"));
    }

    @Test
    void saysWhereItIsWrong() {
        assertEquals("'}' is missing, at character 9", wrong("{\"a\": 1 "));
        assertEquals("something behind the object, at character 4", wrong("{} {}"));
        assertEquals("not a value, at character 6", wrong("{\"a\":nothing}"));
        for (String text : List.of("", "[]", "{", "{a:1}", "{\"a\"}", "{\"a\":01}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"b\nc\"}", "{\"a\":1,}", "{\"a\":[1 2]}")) {
            assertThrows(IllegalArgumentException.class, () -> JsonReader.object(text), text);
        }
    }

    @Test
    void depthHasAnEnd() {
        assertThrows(IllegalArgumentException.class, () -> JsonReader.object("{\"a\":" + "[".repeat(100_000)));
        JsonReader.object("{\"a\":" + "[".repeat(99) + "]".repeat(99) + "}");
        assertThrows(IllegalArgumentException.class, () -> JsonReader.object("{\"a\":" + "[".repeat(102) + "]".repeat(102) + "}"));
    }

    private static String wrong(String text) {
        return assertThrows(IllegalArgumentException.class, () -> JsonReader.object(text)).getMessage();
    }
}
