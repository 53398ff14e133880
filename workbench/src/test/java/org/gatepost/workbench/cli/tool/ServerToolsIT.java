package org.gatepost.workbench.cli.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.gatepost.workbench.json.JsonReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tools that stand beside a server: versions of its policy, and the dry run, held against the server itself. */
class ServerToolsIT {

    @TempDir
    Path files;
    private final RunningGatepost gatepost = RunningGatepost.shared();

    /** A call of a tool in a process of its own, which finds the server by GATEPOST_VAR alone. */
    private record Called(int exit, String answer) {
    }

    private Called tool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                System.getProperty("java.class.path"), Tools.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(files.resolve("err").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GATEPOST_"));
        builder.environment().putAll(Map.of("GATEPOST_VAR", gatepost.var().toString(), "GATEPOST_HOSTNAME", "mx.example"));
        Process process = builder.start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Called(process.waitFor(), answer);
    }

    private static long version(Called called) {
        Map<String, Object> members = JsonReader.object(called.answer());
        return ((Number) members.getOrDefault("version", members.get("active"))).longValue();
    }

    /** What the client said and was told, in order: {@code command -> last line of the reply}. */
    private static Map<String, String> replies(Called called) {
        Map<String, String> replies = new LinkedHashMap<>();
        for (Object step : (List<?>) JsonReader.object(called.answer()).get("steps")) {
            Map<?, ?> members = (Map<?, ?>) step;
            replies.put((String) members.get("said"), (String) ((List<?>) members.get("reply")).getLast());
        }
        return replies;
    }

    private String replyToRcpt(String from, String to) throws Exception {
        try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
            talk.say("MAIL FROM:<" + from + ">").expect("250");
            return talk.say("RCPT TO:<" + to + ">").reply();
        }
    }

    @Test
    void a03PolicyIsExportedChangedActivatedAndRolledBackOnARunningServer() throws Exception {
        Path text = files.resolve("policy.txt");
        long former = version(tool("policy", "export", text.toString()));
        Path changed = files.resolve("changed.txt");
        Files.writeString(changed, Files.readString(text) + "\n[mapping_table SEND_ACCESS]\nentries =\n|   *|*|*|bob@*  $X4.7.1|$Nnot$ now\n|   *  $Y\n");
        long draft = version(tool("policy", "import", "--note", "Bob is away", changed.toString()));
        assertEquals(0, tool("policy", "validate", Long.toString(draft)).exit());
        assertTrue(tool("policy", "diff", Long.toString(former), Long.toString(draft)).answer().contains("mapping_table SEND_ACCESS"));
        assertTrue(replyToRcpt("a@remote.example", "bob@example.com").startsWith("250"), "a draft decides nothing");
        assertEquals(0, tool("policy", "activate", Long.toString(draft)).exit());
        try {
            Eventually.get("the draft decides", Duration.ofSeconds(5), () -> replyToRcpt("a@remote.example", "bob@example.com"), "450 4.7.1 not now"::equals);
            Files.writeString(changed, Files.readString(text).replaceFirst("(?m)^notices = .*$", "notices = PT4H PT1H"));
            Called broken = tool("policy", "import", changed.toString());
            assertEquals(1, broken.exit(), broken.toString());
            assertEquals(1, tool("policy", "activate", Long.toString(version(broken))).exit());
        } finally {
            assertEquals(former, version(tool("policy", "rollback")));
        }
        Eventually.get("the former decides", Duration.ofSeconds(5), () -> replyToRcpt("a@remote.example", "bob@example.com").substring(0, 3), "250"::equals);
        assertEquals("[" + former + "]", gatepost.text("SELECT '[' || version_id || ']' FROM active_policy"));
    }

    @Test
    void a04TheDryRunSaysWhatTheServerSays() throws Exception {
        List<String> recipients = List.of("alice@example.com", "nobody@example.com", "carol@example.com", "dave@example.com", "heidi@example.com", "team@example.com", "staff@example.com",
                "x@inactive.example", "out@remote.example");
        List<String> arguments = new ArrayList<>(List.of("session", "--ip", "127.0.0.1", "--helo", "client.example", "--from", "a@remote.example", "--to"));
        arguments.addAll(recipients);
        Called called = tool(arguments.toArray(String[]::new));
        assertEquals(0, called.exit(), () -> called + read("err"));
        Map<String, String> played = replies(called);
        for (String recipient : recipients) {
            assertEquals(replyToRcpt("a@remote.example", recipient), played.get("RCPT TO:<" + recipient + ">"), recipient);
        }
        assertTrue(called.answer().contains("\"stage\": \"RelayControl\", \"said\": \"refuses\""), called.answer());
        assertTrue(called.answer().contains("\"address\": \"out@remote.example\", \"channel\": \"tcp_local\""), called.answer());
        assertFalse(((List<?>) JsonReader.object(called.answer()).get("searches")).isEmpty(), "every search stands in it");
        Map<String, String> alice = replies(tool("session", "--ip", "127.0.0.1", "--helo", "client.example", "--auth", "alice@example.com", "--from", "alice@example.com", "--to", "out@remote.example"));
        assertTrue(alice.get("AUTH PLAIN").startsWith("235 "), alice.toString());
        assertTrue(alice.get("RCPT TO:<out@remote.example>").startsWith("250 "), alice.toString());
    }

    @Test
    void theDryRunAsksNextHopsAboutRecipientsAsTheServerDoes() throws Exception {
        try (PolicyChange asking = new PolicyChange(gatepost, "UPDATE channel SET destination = 'smtp://127.0.0.1:1', keywords = keywords || ' verifynexthop' WHERE version_id = :version AND name = 'tcp_lmtpcs'")) {
            Called called = tool("session", "--ip", "127.0.0.1", "--helo", "client.example", "--from", "a@remote.example", "--to", "alice@example.com");
            assertEquals(0, called.exit(), () -> called + read("err"));
            String played = replies(called).get("RCPT TO:<alice@example.com>");
            assertTrue(played.startsWith("451 4.4.1"), called.answer());
            assertEquals(replyToRcpt("a@remote.example", "alice@example.com"), played);
            assertTrue(called.answer().contains("\"stage\": \"NextHopVerification\", \"said\": \"refuses\""), called.answer());
        }
    }

    private String read(String name) {
        try {
            return Files.readString(files.resolve(name));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
