package org.gatepost.workbench.cli.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

class ToolsTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void anUnknownToolIsWrongUseAndSaidOnStandardErrorAlone() {
        assertEquals(Tools.WRONG_USE, Tools.run(out, err, "nosuchtool"));
        assertEquals("", out.toString(StandardCharsets.UTF_8));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("nosuchtool"));
    }

    @Test
    void noToolAtAllIsWrongUse() {
        assertEquals(Tools.WRONG_USE, Tools.run(out, err));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("Usage"), () -> err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void helpIsAnAnswer() {
        assertEquals(Tools.ANSWERED, Tools.run(out, err, "--help"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("tool"));
    }
}
