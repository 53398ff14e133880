package org.gatepost.workbench.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import org.gatepost.sieve.GeneratedScripts;
import org.gatepost.sieve.SieveAction;
import org.gatepost.sieve.SieveInterpreter;
import org.gatepost.sieve.SieveOutcome;
import org.gatepost.sieve.language.ReadScript;
import org.gatepost.sieve.language.SieveLimits;
import org.gatepost.sieve.language.SieveParser;
import org.gatepost.workbench.files.CrLf;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts by chance come to the same here and with Debian's sieve-test. */
@DisplayName("V01 the engine agrees with another one")
class SieveTestAgreementIT {

    private static final int SCRIPTS = 400;
    private static final String FROM = "alice@example.com";
    private static final String TO = "bob+detail@example.com";

    @TempDir
    private Path folder;

    @BeforeEach
    void configuration() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path mail = Files.createDirectory(folder.resolve("mail"));
        Files.setPosixFilePermissions(mail, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(folder.resolve("d.conf"), """
                mail_location = maildir:%1$s/mail
                mail_home = %1$s
                log_path = /dev/stderr
                ssl = no
                mail_uid = nobody
                mail_gid = nogroup
                first_valid_uid = 1
                first_valid_gid = 1
                """.formatted(folder));
    }

    @Test
    void agreesOnScriptsByChance() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < SCRIPTS; i++) {
            String script = GeneratedScripts.next(random);
            byte[] message = CrLf.of(GeneratedScripts.message(random));

            assertEquals(theirs(script, message), ours(script, message), () -> "seed " + seed + "\n" + script + "\n" + new String(message, StandardCharsets.UTF_8));
        }
    }

    /** What is done, an action a line, in the order of the alphabet: who says what first is told by neither. */
    private static String ours(String source, byte[] message) {
        SieveOutcome outcome = switch (new SieveParser(SieveLimits.DEFAULT).read("s", source.getBytes(StandardCharsets.UTF_8))) {
            case ReadScript.Good good -> new SieveInterpreter(SieveLimits.DEFAULT).run(good.script(),
                    ToolSurroundings.of(message, FROM, TO, Map.of(), ZonedDateTime.now()));
            case ReadScript.Broken broken -> throw new AssertionError(broken.errors() + "\n" + source);
        };
        if (outcome.error().isPresent()) {
            return "failed";
        }
        TreeSet<String> lines = new TreeSet<>();
        for (SieveAction action : outcome.actions()) {
            switch (action) {
                case SieveAction.Keep keep -> lines.add(stored("INBOX", keep.flags()));
                case SieveAction.FileInto into -> lines.add(stored(into.mailbox(), into.flags()));
                case SieveAction.Redirect redirect -> lines.add("redirect " + redirect.address());
                case SieveAction.Discard discard -> lines.add("discard");
                case SieveAction other -> lines.add(other.name());
            }
        }
        if (lines.size() > 1) {
            lines.remove("discard");
        }
        return String.join("\n", lines);
    }

    private static String stored(String mailbox, List<String> flags) {
        return "store " + mailbox + ' ' + new TreeSet<>(flags.stream().map(flag -> flag.toLowerCase(java.util.Locale.ROOT)).toList());
    }

    private String theirs(String script, byte[] message) throws Exception {
        Path scriptFile = Files.writeString(folder.resolve("s.sieve"), script);
        Path messageFile = Files.write(folder.resolve("m.eml"), message);
        Files.deleteIfExists(folder.resolve("s.svbin"));
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder("sieve-test", "-c", folder.resolve("d.conf").toString(), "-f", FROM, "-r", TO, "-a", TO, scriptFile.toString(),
                messageFile.toString()).redirectError(log.toFile()).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "sieve-test has not ended");
        String result = Files.readString(log);
        if (!result.contains("final result: success")) {
            assertTrue(result.contains("final result: failed"), () -> "sieve-test said " + result + "\n" + said + "\n" + script);
            return "failed";
        }
        return read(said);
    }

    private static String read(String said) {
        TreeSet<String> lines = new TreeSet<>();
        String mailbox = null;
        List<String> flags = new ArrayList<>();
        for (String line : (said + "\n * end\n").lines().toList()) {
            if (line.startsWith(" * ")) {
                if (mailbox != null) {
                    lines.add(stored(mailbox, flags));
                }
                mailbox = line.startsWith(" * store message in folder: ") ? line.substring(" * store message in folder: ".length()).strip() : null;
                flags = new ArrayList<>();
                if (line.startsWith(" * redirect message to: ")) {
                    lines.add("redirect " + line.replaceAll("[<>]", "").substring(" * redirect message to: ".length()).strip());
                } else if (line.startsWith(" * discard")) {
                    lines.add("discard");
                }
            } else if (line.contains("+ add IMAP flags:")) {
                flags.addAll(List.of(line.substring(line.indexOf(':') + 1).strip().split(" ")));
            }
        }
        if (lines.size() > 1) {
            lines.remove("discard");
        }
        return lines.isEmpty() ? "discard" : String.join("\n", lines);
    }
}
