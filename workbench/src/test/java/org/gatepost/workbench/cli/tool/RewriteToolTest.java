package org.gatepost.workbench.cli.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewriteToolTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;
    private Path file;

    @BeforeEach
    void aFile() throws IOException {
        file = directory.resolve("rules");
        Files.writeString(file, "$*  $E$F$U%$H$V$H@l-daemon\nhere.example  $U%there.example\n.example  $U%$H$D@tcp_a-daemon$Mtcp_local\n.example  $U%$H$D@tcp_b-daemon$B\n.  $?nobody there\n");
    }

    private int run(String... more) {
        return Tools.run(out, err, Stream.concat(Stream.of("rewrite", "--file", file.toString()), Stream.of(more)).toArray(String[]::new));
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void r01EachRuleThatWasUsedIsTold() {
        assertEquals(Tools.ANSWERED, run("--address", "u@here.example", "--source-channel", "tcp_local", "--local", "example.com"));
        assertEquals("{\"routed\": true, \"address\": \"u@there.example\", \"channel\": \"tcp_a\", \"host\": \"tcp_a-daemon\", \"rules\": ["
                + "{\"line\": 2, \"rule\": \"here.example  $U%there.example\", \"address\": \"u@there.example\"}, "
                + "{\"line\": 3, \"rule\": \".example  $U%$H$D@tcp_a-daemon$Mtcp_local\", \"address\": \"u@there.example\"}]}\n", said());
    }

    @Test
    void r04DirectionAndLocationAreTold() {
        assertEquals(Tools.ANSWERED, run("--address", "u@x.example", "--direction", "backward", "--location", "header"));
        assertEquals("{\"routed\": true, \"address\": \"u@x.example\", \"channel\": \"tcp_b\", \"host\": \"tcp_b-daemon\", \"rules\": ["
                + "{\"line\": 4, \"rule\": \".example  $U%$H$D@tcp_b-daemon$B\", \"address\": \"u@x.example\"}]}\n", said());
    }

    @Test
    void r05WithoutADirectoryRulesThatAskForDomainsAreUndecided() {
        assertEquals(Tools.NO, run("--address", "u@example.com"));
        assertEquals("{\"routed\": false, \"unavailable\": \"line 1: there is no directory of domains\", \"rules\": []}\n", said());
    }

    @Test
    void r06WhatTheRulesSayOfAnAddressIsAnAnswer() {
        assertEquals(Tools.ANSWERED, run("--address", "u@example.org", "--local", "example.com"));
        assertEquals("{\"routed\": false, \"reason\": \"nobody there\", \"rules\": [{\"line\": 5, \"rule\": \".  $?nobody there\", \"address\": \"u@example.org\"}]}\n", said());
    }

    @Test
    void wrongUseSaysNothingOnStandardOutput() {
        assertEquals(Tools.WRONG_USE, run("--address", "u@x", "--direction", "sideways"));
        assertEquals(Tools.WRONG_USE, run("--address", "u@x", "--source-channel", "NO"));
        assertEquals("", said());
    }
}
