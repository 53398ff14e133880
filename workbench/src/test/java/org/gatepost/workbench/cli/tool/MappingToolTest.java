package org.gatepost.workbench.cli.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** M24: the tool that tests mapping tables. */
class MappingToolTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;
    private Path file;

    @BeforeEach
    void aFile() throws IOException {
        file = directory.resolve("mappings");
        Files.writeString(file, "T\n  x*  $:A$Y\"$0\"\n  x*  $N\n  down  $[a,b,c]\n");
    }

    private int run(String... more) {
        return Tools.run(out, err, Stream.concat(Stream.of("mapping", "--file", file.toString()), Stream.of(more)).toArray(String[]::new));
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void m24WhatMatchedIsOneObjectOnOneLine() {
        assertEquals(Tools.ANSWERED, run("--table", "t", "--probe", "xé", "--flags", "AT"));
        assertEquals("{\"matched\": true, \"output\": \"\\\"é\\\"\", \"flags\": \"Y\"}\n", said());
        assertEquals("", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void m24TheTraceNamesEachEntryThatWasTried() {
        assertEquals(Tools.ANSWERED, run("--table", "T", "--probe", "x", "--trace"));
        assertEquals("{\"matched\": true, \"output\": \"\", \"flags\": \"N\", \"trace\": ["
                + "{\"table\": \"T\", \"depth\": 0, \"line\": 2, \"entry\": \"x*  $:A$Y\\\"$0\\\"\", \"input\": \"x\", \"matched\": false, \"reason\": \"input flag A is not set\"}, "
                + "{\"table\": \"T\", \"depth\": 0, \"line\": 3, \"entry\": \"x*  $N\", \"input\": \"x\", \"matched\": true, \"output\": \"\", \"flags\": \"N\", \"then\": \"end\"}]}\n", said());
    }

    @Test
    void m24NoMatchIsAnAnswerWithItsOwnExitCode() {
        assertEquals(Tools.NO, run("--table", "T", "--probe", "@nofile"));
        assertEquals("{\"matched\": false}\n", said());
    }

    @Test
    void m24WhatWouldAskSomebodyIsUndecided() {
        assertEquals(Tools.NO, run("--table", "T", "--probe", "down"));
        assertEquals("{\"matched\": false, \"unavailable\": \"T, line 4: there is no routine a,b\"}\n", said());
    }

    @Test
    void aFileThatCannotBeReadSaysWhere() throws IOException {
        Files.writeString(file, "T\n  x\n  $q  $Y\n");
        assertEquals(Tools.NO, run("--table", "T", "--probe", "x"));
        assertTrue(said().startsWith("{\"errors\": [{\"line\": 2, \"column\": 4, \"expected\": \"a template\"}, {\"line\": 3, \"column\": 4, "), this::said);
    }

    @Test
    void wrongUseSaysNothingOnStandardOutput() throws IOException {
        assertEquals(Tools.WRONG_USE, run("--table", "T"));
        assertEquals(Tools.WRONG_USE, run("--table", "T", "--probe", "x", "--flags", "é"));
        Files.delete(file);
        assertEquals(Tools.WRONG_USE, run("--table", "T", "--probe", "x"));
        assertEquals("", said());
    }
}
