package org.gatepost.workbench.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every test script in the resources, and that a test can fail. */
class TestScriptTest {

    private static final Path SCRIPTS = Path.of("src/test/resources/sieve");

    @TempDir
    private Path folder;

    @TestFactory
    @DisplayName("V01 base and extensions, V03 spamtest and virustest, V04 addtag, V05 addheader and editheader, V08 capture, hold, redirect")
    Stream<DynamicTest> scripts() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(SCRIPTS)) {
            files = all.filter(file -> file.toString().endsWith(".svtest")).sorted().toList();
        }
        assertTrue(files.size() >= 12, "there are scripts");
        return files.stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
            List<TestResult> results = TestScript.run(file);
            assertFalse(results.isEmpty(), "no test ran");
            assertEquals(List.of(), results.stream().filter(result -> !result.passed()).toList());
        }));
    }

    private List<TestResult> run(String script) throws IOException {
        return TestScript.run(Files.writeString(folder.resolve("a.svtest"), "require \"vnd.dovecot.testsuite\";\n" + script));
    }

    @Test
    void aTestFailsAndTheNextOneRuns() throws IOException {
        List<TestResult> results = run("test \"one\" { if true { test_fail \"because\"; } keep; } test \"two\" { keep; } test \"three\" { redirect \"a@b.example\"; "
                + "test_set \"nothing\" \"x\"; }");

        assertEquals(List.of(false, true, false), results.stream().map(TestResult::passed).toList());
        assertEquals("because", results.get(0).reason());
    }

    @Test
    void aFileThatDoesNotCompileHasFailed() throws IOException {
        List<TestResult> results = run("test \"one\" { nonsense; }");

        assertEquals(1, results.size());
        assertFalse(results.get(0).passed());
        assertTrue(results.get(0).reason().contains("a.svtest:2:14: unknown command 'nonsense'"), results::toString);
    }

    @Test
    void whatBreaksOffBetweenTestsHasFailed() throws IOException {
        List<TestResult> results = run("test \"one\" { keep; } test_message :smtp 3; test \"two\" { keep; }");

        assertEquals(List.of(true, false), results.stream().map(TestResult::passed).toList());
    }
}
