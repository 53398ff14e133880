package org.gatepost.workbench.cli.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.gatepost.workbench.fixture.LoopbackDns;
import org.gatepost.workbench.json.JsonReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tool spf} against a name server on loopback. */
class SpfToolIT {

    @TempDir
    private Path directory;
    private LoopbackDns dns;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void begin() throws IOException {
        dns = new LoopbackDns();
        dns.text("example.com", "v=spf1 ip4:192.0.2.1 include:other.example exp=why.example.com", " -all").text("why.example.com", "not \"%{i}\"")
                .text("other.example", "v=spf1 a:none.example ~all");
    }

    @AfterEach
    void end() throws Exception {
        dns.close();
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("spf", "--dns", dns.hostAndPort()));
        all.addAll(List.of(arguments));
        return Tools.run(out, err, all.toArray(String[]::new));
    }

    private List<Map<String, Object>> answers() {
        return out.toString(StandardCharsets.UTF_8).lines().map(JsonReader::object).toList();
    }

    @Test
    void saysTheResultAndHowItCameAbout() {
        assertEquals(Tools.ANSWERED, run("--ip", "192.0.2.9", "--helo", "h.example", "--mail-from", "a@example.com"));
        Map<String, Object> answer = answers().getFirst();
        assertEquals("fail", answer.get("result"));
        assertEquals("not \"192.0.2.9\"", answer.get("explanation"));
        assertEquals("example.com", answer.get("domain"));
        assertEquals("all", answer.get("cause"));
        assertEquals(2.0, answer.get("dnsLookups"));
        assertEquals(1.0, answer.get("voidLookups"));
        assertEquals(7, ((List<?>) answer.get("trace")).size());
        assertEquals("", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aBatchIsAnsweredInTheOrderOfItsLinesAndJudgedAtOnce() throws IOException {
        StringBuilder lines = new StringBuilder();
        dns.silent("silent.example");
        for (int i = 0; i < 200; i++) {
            String domain = i % 10 == 0 ? "silent.example" : "example.com";
            lines.append("{\"ip\": \"192.0.2.").append(i % 2 + 1).append("\", \"helo\": \"h\\u002eexample\", \"mail-from\": \"u").append(i).append("@").append(domain).append("\"}\n");
        }
        Path file = Files.writeString(directory.resolve("batch"), lines + "\n{\"ip\":\"2001:db8::1\",\"helo\":\"example.com\",\"mail-from\":\"\"}\n");
        long start = System.nanoTime();
        assertEquals(Tools.ANSWERED, run("--timeout", "1.5", "--batch", file.toString()));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        List<Map<String, Object>> answers = answers();
        assertEquals(201, answers.size());
        for (int i = 0; i < 200; i++) {
            assertEquals(i % 10 == 0 ? "temperror" : i % 2 == 0 ? "pass" : "fail", answers.get(i).get("result"), "line " + (i + 1));
        }
        assertEquals("fail", answers.get(200).get("result"));
        assertEquals("example.com", answers.get(200).get("domain"));
        // Twenty that wait for one and a half seconds, one after the other, would be half a minute.
        assertTrue(took.compareTo(Duration.ofSeconds(12)) < 0, took.toString());
    }

    @Test
    void aQuestionThatNobodyAnswersEndsInTime() throws IOException {
        dns.silent("silent.example");
        long start = System.nanoTime();
        assertEquals(Tools.ANSWERED, run("--timeout", "0.5", "--ip", "192.0.2.9", "--helo", "h.example", "--mail-from", "a@silent.example"));
        assertEquals("temperror", answers().getFirst().get("result"));
        assertTrue(Duration.ofNanos(System.nanoTime() - start).compareTo(Duration.ofSeconds(5)) < 0);
    }

    @Test
    void aBatchThatCannotBeReadIsAnsweredNothing() throws IOException {
        Path file = Files.writeString(directory.resolve("batch"), "{\"ip\":\"192.0.2.1\",\"helo\":\"h\",\"mail-from\":\"\"}\n{\"ip\":\"192.0.2.1\",\"helo\":\"h\"}\n");
        assertEquals(Tools.NO, run("--batch", file.toString()));
        assertEquals("", out.toString(StandardCharsets.UTF_8));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("line 2: mail-from is missing"), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void wrongUseIsToldApart() {
        assertEquals(Tools.WRONG_USE, run("--ip", "192.0.2", "--helo", "h", "--mail-from", ""));
        assertEquals(Tools.WRONG_USE, run("--ip", "192.0.2.1", "--helo", "h"));
        assertEquals(Tools.WRONG_USE, run("--ip", "192.0.2.1", "--helo", "h", "--mail-from", "", "--timeout", "soon"));
        assertEquals(Tools.WRONG_USE, run("--batch", directory.resolve("none").toString()));
    }
}
