package org.gatepost.workbench.cli.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tools "sieve" and "svtest" as a script sees them. */
class SieveToolsTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int sieve(String script, String... more) throws IOException {
        Path scriptFile = Files.writeString(folder.resolve("s.sieve"), script);
        Path message = Files.writeString(folder.resolve("m.eml"), "From: a@b.example\nTo: c+d@e.example\nSubject: one\n two\n\nText\n");
        List<String> arguments = new ArrayList<>(List.of("sieve", "--script", scriptFile.toString(), "--message", message.toString(), "--from", "a@b.example", "--to",
                "c+d@e.example"));
        arguments.addAll(List.of(more));
        return Tools.run(out, err, arguments.toArray(String[]::new));
    }

    private String answer() {
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    @Test
    void saysActionsInOrderWithTheirArguments() throws IOException {
        assertEquals(Tools.ANSWERED, sieve("require [\"fileinto\", \"variables\", \"copy\", \"editheader\"]; addheader \"X-A\" \"1\"; deleteheader \"subject\";"
                + "if header :matches \"to\" \"*+*\" { fileinto :copy \"${1}\"; }"));
        assertEquals("{\"actions\": [{\"action\": \"fileinto\", \"mailbox\": \"c\", \"copy\": true, \"create\": false, \"flags\": [], \"edits\": "
                + "[{\"edit\": \"delete\", \"name\": \"Subject\", \"value\": \"one two\"}, {\"edit\": \"add\", \"name\": \"X-A\", \"value\": \"1\", \"last\": false}]}, "
                + "{\"action\": \"keep\", \"implicit\": true, \"flags\": [], \"edits\": "
                + "[{\"edit\": \"delete\", \"name\": \"Subject\", \"value\": \"one two\"}, {\"edit\": \"add\", \"name\": \"X-A\", \"value\": \"1\", \"last\": false}]}], "
                + "\"errors\": []}", answer());
    }

    @Test
    void saysErrorsWithLineAndColumn() throws IOException {
        assertEquals(Tools.NO, sieve("keep;\n  nonsense;\n"));
        assertTrue(answer().contains("\"errors\": [{\"script\": \"s.sieve\", \"line\": 2, \"column\": 3, "), this::answer);
    }

    @Test
    void aRunThatFailsKeeps() throws IOException {
        assertEquals(Tools.ANSWERED, sieve("require \"reject\"; keep; reject \"no\";"));
        assertTrue(answer().contains("\"action\": \"keep\", \"implicit\": true") && answer().contains("conflict"), this::answer);
    }

    @Test
    void goesByWhatIsSet() throws IOException {
        assertEquals(Tools.ANSWERED, sieve("require [\"spamtest\", \"relational\", \"comparator-i;ascii-numeric\", \"environment\", \"date\"];"
                + "if allof(spamtest :value \"ge\" :comparator \"i;ascii-numeric\" \"7\", environment \"remote-ip\" \"192.0.2.1\", currentdate :zone \"+0000\" \"hour\" \"11\")"
                + " { discard; }", "--set", "spamtest=7.4", "--set", "remote-ip=192.0.2.1", "--set", "time=2026-03-01T12:00:00+01:00"));
        assertEquals("{\"actions\": [{\"action\": \"discard\"}], \"errors\": []}", answer());
    }

    @Test
    void testsAnswerOneByOne() throws IOException {
        Path file = Files.writeString(folder.resolve("t.svtest"), "require \"vnd.dovecot.testsuite\"; test \"a\" { keep; } test \"b\" { test_fail \"so\"; }");

        assertEquals(Tools.NO, Tools.run(out, err, "svtest", file.toString()));
        assertEquals("{\"file\": \"" + file + "\", \"test\": \"a\", \"passed\": true, \"reason\": \"\"}\n{\"file\": \"" + file
                + "\", \"test\": \"b\", \"passed\": false, \"reason\": \"so\"}", answer());
        assertEquals(Tools.WRONG_USE, Tools.run(out, err, "svtest", folder.resolve("absent").toString()));
        assertEquals(Tools.WRONG_USE, Tools.run(out, err, "svtest"));
    }
}
