package org.gatepost.workbench.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import org.gatepost.adapter.scanner.Engines;
import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.Scanner;
import org.gatepost.scan.ScannerOptions;
import org.gatepost.scan.ScannerPolicy;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.spool.ContentTraits;
import org.gatepost.smtp.spool.MemoryContent;
import org.gatepost.smtp.spool.MessageContent;
import org.gatepost.workbench.fixture.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs as engines, that do as they should and that do not. */
class CommandScannerIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Mailbox BOB = new Mailbox("bob", "example.com");
    private static final MemoryContent CONTENT = new MemoryContent("Subject: x\r\n\r\nhello\r\n".getBytes(StandardCharsets.US_ASCII));

    @TempDir
    private Path home;

    @Test
    void f12AProgramIsToldTheEnvelopeAndAnswersForEachRecipient() throws IOException {
        Scanner scanner = program("read -r envelope; content=$(cat)\n"
                + "case $envelope in *'\"optIns\":{\"bob@example.com\":[\"spam\"]}'*) ;; *) exit 3 ;; esac\n"
                + "case $content in *hello*) ;; *) exit 4 ;; esac\n"
                + "echo '{\"verdict\":\"clean\",\"recipients\":{\"bob@example.com\":{\"verdict\":\"spam\",\"score\":9,\"threshold\":5}}}'");
        ScanAnswer answer = scanner.scan(question(CONTENT, LONG));
        assertEquals(new ScanVerdict.Clean(), answer.verdict(), answer.toString());
        assertEquals(new ScanVerdict.Spam(9, 5), answer.of(BOB).verdict());
        assertTrue(scanner.answers(LONG));
    }

    @Test
    void itsEnvironmentIsEmpty() throws IOException {
        Scanner scanner = program("if [ -n \"$HOME$JAVA_HOME$USER\" ]; then exit 1; fi; echo '{\"verdict\":\"clean\"}'");
        assertEquals(new ScanVerdict.Clean(), scanner.scan(question(CONTENT, LONG)).verdict());
    }

    @Test
    void itNeedNotReadWhatItDoesNotWant() throws IOException {
        Scanner scanner = program("echo '{\"verdict\":\"clean\"}'");
        assertEquals(new ScanVerdict.Clean(), scanner.scan(question(new MemoryContent(new byte[16 << 20]), LONG)).verdict());
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit 1", "echo '{\"verdict\":\"clean\"}'; exit 1", "true", "echo nonsense", "while :; do echo '{\"verdict\":\"clean\"}'; done", "kill -9 $$"})
    void f21WhatAnswersOtherwiseCouldNotBeAsked(String script) throws IOException {
        assertInstanceOf(ScanVerdict.Unavailable.class, program(script).scan(question(CONTENT, LONG)).verdict());
    }

    @Test
    void f21WhatDoesNotEndIsKilledWithItsChildrenAndTheirs() throws Exception {
        Path pids = home.resolve("pids");
        Scanner scanner = program("sleep 600 & echo $! > " + pids + "\n(sleep 600 & echo $! >> " + pids + ")\necho $$ >> " + pids + "\nwait");
        assertInstanceOf(ScanVerdict.Unavailable.class, scanner.scan(question(CONTENT, Duration.ofSeconds(2))).verdict());
        List<String> all = Files.readAllLines(pids);
        assertEquals(3, all.size());
        for (String pid : all) {
            Eventually.get("process " + pid + " has ended", Duration.ofSeconds(10), () -> ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isEmpty(),
                    ended -> ended);
        }
    }

    @Test
    void f21WhoLeavesItsSessionAndItsParentEndsWithItToo() throws Exception {
        Path pids = home.resolve("pids");
        String stray = "setsid sh -c 'echo $$ >> " + pids + "; (sleep 600 & echo $! >> " + pids + "); sleep 600' <&0 & sleep 0.3";
        assertInstanceOf(ScanVerdict.Unavailable.class, program(stray + "; sleep 600").scan(question(new MemoryContent(new byte[16 << 20]), Duration.ofSeconds(2))).verdict());
        List<String> all = Files.readAllLines(pids);
        assertEquals(2, all.size());
        for (String pid : all) {
            Eventually.get("process " + pid + " has ended", Duration.ofSeconds(10), () -> ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isEmpty(),
                    ended -> ended);
        }
    }

    @Test
    void whoKeepsItsPipesOpenIsNotWaitedFor() throws IOException {
        Scanner scanner = program("cat > /dev/null; echo '{\"verdict\":\"clean\"}'; setsid sleep 600 &");
        assertEquals(new ScanVerdict.Clean(), scanner.scan(question(CONTENT, LONG)).verdict());
    }

    @Test
    void f21WhatWasToldAPartOfTheContentCouldNotBeAsked() throws IOException {
        Scanner scanner = program("cat > /dev/null; echo '{\"verdict\":\"clean\"}'");
        ScanVerdict.Unavailable verdict = assertInstanceOf(ScanVerdict.Unavailable.class, scanner.scan(question(new Torn(), LONG)).verdict());
        assertTrue(verdict.why().contains("could not be told all"), verdict.toString());
    }

    @Test
    void aProgramThatIsNotThereCouldNotBeAsked() {
        Scanner scanner = scanner("/no/such/program");
        assertInstanceOf(ScanVerdict.Unavailable.class, scanner.scan(question(CONTENT, LONG)).verdict());
        assertFalse(scanner.answers(LONG));
    }

    private Scanner program(String script) throws IOException {
        Path file = home.resolve("engine");
        Files.writeString(file, "#!/bin/sh\nPATH=/bin:/usr/bin\n" + script + "\n");
        assertTrue(file.toFile().setExecutable(true));
        return scanner(file.toString());
    }

    private static Scanner scanner(String command) {
        return new Engines().create(new ScannerPolicy("program", "command", List.of(), Set.of(), LONG, ScannerPolicy.OnFailure.DEFER, 5, Duration.ofSeconds(1), 4,
                OptionalLong.empty(), ScannerOptions.parse("command=" + command)));
    }

    /** What cannot be read to its end. */
    private static final class Torn implements MessageContent {
        @Override
        public long size() {
            return 1_000_000;
        }

        @Override
        public InputStream open() {
            return new SequenceInputStream(CONTENT.open(), new InputStream() {
                @Override
                public int read() throws IOException {
                    throw new IOException("the disk is gone");
                }
            });
        }

        @Override
        public ContentTraits traits() {
            return CONTENT.traits();
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private static ScanQuestion question(MessageContent content, Duration deadline) {
        return new ScanQuestion(content, "1/1", Optional.empty(), ReversePath.NULL, List.of(new ScanQuestion.Addressee(new Mailbox("alice", "example.com"), List.of()),
                new ScanQuestion.Addressee(BOB, List.of("spam"))), deadline);
    }
}
