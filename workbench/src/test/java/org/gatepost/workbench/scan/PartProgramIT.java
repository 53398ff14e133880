package org.gatepost.workbench.scan;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.gatepost.adapter.scanner.command.PartProgram;
import org.gatepost.conversion.PartPrograms;
import org.gatepost.conversion.PartPrograms.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that convert parts, that do as they should and that do not. */
class PartProgramIT {

    private static final int OCTETS_MAX = 100_000;

    @TempDir
    private Path home;

    private Answer run(String script, byte[] octets, Duration deadline) throws IOException {
        Path program = home.resolve("program");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        return new PartProgram().run(new PartPrograms.Question(List.of("/bin/sh", program.toString(), "one"), Map.of("INPUT_NAME", "a; $(exit 3) \".doc"), () -> new ByteArrayInputStream(octets),
                deadline, OCTETS_MAX));
    }

    private Answer run(String script) throws IOException {
        return run(script, "hello".getBytes(US_ASCII), Duration.ofSeconds(30));
    }

    @Test
    void c23AProgramMakesOtherOctetsOfAPartAndKnowsWhatItIs() throws IOException {
        Answer.Made made = assertInstanceOf(Answer.Made.class, run("echo \"$1 $INPUT_NAME $HOME\"; tr a-z A-Z"));
        assertEquals("one a; $(exit 3) \".doc \nHELLO", new String(made.octets(), US_ASCII));
        byte[] large = new byte[OCTETS_MAX];
        assertEquals(OCTETS_MAX, assertInstanceOf(Answer.Made.class, run("cat", large, Duration.ofSeconds(30))).octets().length);
    }

    @Test
    void whatItEndsWithSaysWhatBecomesOfThePart() throws IOException {
        assertEquals(new Answer.Unchanged(), run("exit 10"));
        assertEquals(new Answer.Delete(), run("exit 11"));
        assertEquals(new Answer.Refuse(), run("echo ignored; exit 12"));
        assertEquals(new Answer.Hold(), run("exit 13"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit 1", "exit 14", "kill -9 $$", "head -c 100001 /dev/zero"})
    void whatItSaysOtherwiseIsNoAnswer(String script) throws IOException {
        assertInstanceOf(Answer.Unavailable.class, run(script));
    }

    @Test
    void whatDoesNotEndOrIsNotThereIsNoAnswer() throws IOException {
        assertTrue(assertInstanceOf(Answer.Unavailable.class, run("sleep 600", new byte[1], Duration.ofMillis(300))).why().contains("in time"));
        assertInstanceOf(Answer.Unavailable.class, new PartProgram().run(new PartPrograms.Question(List.of("/nowhere"), Map.of(), () -> new ByteArrayInputStream(new byte[0]), Duration.ofSeconds(5), 1)));
    }
}
