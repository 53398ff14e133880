package org.gatepost.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.gatepost.sieve.language.ReadScript;
import org.gatepost.sieve.language.SieveError;
import org.gatepost.sieve.language.SieveLimits;
import org.gatepost.sieve.language.SieveParser;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Scripts in files: NAME.sieve on NAME.eml comes to NAME.expect, an action or error a line. */
class SieveFilesTest {

    private static final Path FILES = Path.of("src/test/resources/sieve");

    @TestFactory
    Stream<DynamicTest> comesToWhatIsExpected() throws IOException {
        List<Path> scripts;
        try (Stream<Path> files = Files.list(FILES)) {
            scripts = files.filter(file -> file.toString().endsWith(".sieve")).sorted().toList();
        }
        assertTrue(scripts.size() >= 5, "there are files");
        return scripts.stream().map(script -> DynamicTest.dynamicTest(script.getFileName().toString(), () -> check(script)));
    }

    private static void check(Path script) throws IOException {
        String name = script.getFileName().toString().replace(".sieve", "");
        Around around = Around.message(Files.readString(FILES.resolve(name + ".eml")));
        String came = switch (new SieveParser(SieveLimits.DEFAULT).read(name, Files.readAllBytes(script))) {
            case ReadScript.Broken broken -> String.join("\n", broken.errors().stream().map(SieveError::toString).toList());
            case ReadScript.Good good -> {
                SieveOutcome outcome = new SieveInterpreter(SieveLimits.DEFAULT).run(good.script(), around);
                yield String.join("\n", Stream.concat(outcome.actions().stream().map(Object::toString), outcome.error().stream().map(Object::toString)).toList());
            }
        };
        assertEquals(new String(Files.readAllBytes(FILES.resolve(name + ".expect")), StandardCharsets.UTF_8).strip(), came);
    }
}
