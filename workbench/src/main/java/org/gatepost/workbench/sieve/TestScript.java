package org.gatepost.workbench.sieve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

import org.gatepost.sieve.AddedWords;
import org.gatepost.sieve.SieveAction;
import org.gatepost.sieve.SieveInterpreter;
import org.gatepost.sieve.SieveRun;
import org.gatepost.sieve.SieveRunError;
import org.gatepost.sieve.language.Capability;
import org.gatepost.sieve.language.ReadScript;
import org.gatepost.sieve.language.ScriptLibrary;
import org.gatepost.sieve.language.SieveCommand;
import org.gatepost.sieve.language.SieveError;
import org.gatepost.sieve.language.SieveParser;
import org.gatepost.sieve.language.SieveScript;

/** One file of tests, and how each of them ends. Not thread-safe. */
public final class TestScript {

    /** What came of running the compiled script. */
    record Ran(List<SieveAction> actions, List<String> errors) {
    }

    private final Path file;
    private final TestGround ground = new TestGround();
    private final TestWords words = new TestWords(this, ground);
    private final List<TestResult> results = new ArrayList<>();
    private Optional<SieveScript> compiled = Optional.empty();

    private TestScript(Path file) {
        this.file = file;
    }

    /** Runs the tests of a file. A file that does not compile, or breaks off between tests, has a failed test that says so. */
    public static List<TestResult> run(Path file) throws IOException {
        return new TestScript(file).run(Files.readAllBytes(file));
    }

    private List<TestResult> run(byte[] source) {
        SieveParser parser = new SieveParser(ground.settings().limits(), EnumSet.allOf(Capability.class), TestWords.ALL);
        switch (parser.read(file.getFileName().toString(), source, library())) {
            case ReadScript.Broken broken -> broken.errors().forEach(error -> results.add(new TestResult(file.toString(), "compile", false, error.toString())));
            case ReadScript.Good good -> {
                // A file of many tests is not one script for one message.
                SieveRun run = new SieveInterpreter(ground.settings().limits().withSteps(Long.MAX_VALUE)).begin(ground, words);
                try {
                    run.execute(good.script().commands());
                } catch (TestWords.Failed failed) {
                    results.add(new TestResult(file.toString(), "between tests", false, failed.getMessage()));
                } catch (SieveRunError stopped) {
                    results.add(new TestResult(file.toString(), "between tests", false, said(stopped)));
                }
            }
        }
        return results;
    }

    private String said(SieveRunError stopped) {
        return "line " + stopped.at().line() + ": " + stopped.getMessage();
    }

    void runTest(String name, List<SieveCommand> commands, SieveRun run) {
        String reason = "";
        boolean passed = false;
        try {
            run.execute(commands);
            passed = true;
        } catch (TestWords.Failed failed) {
            reason = failed.getMessage();
        } catch (SieveRunError stopped) {
            reason = said(stopped);
        }
        results.add(new TestResult(file.toString(), name, passed, reason));
    }

    /** What is wrong with a script, a line that says so last; nothing where it compiles. */
    List<String> compile(String name) {
        compiled = Optional.empty();
        byte[] source;
        try {
            source = Files.readAllBytes(folder().resolve(name));
        } catch (IOException unreadable) {
            return List.of("cannot read " + name);
        }
        return switch (new SieveParser(ground.settings().limits()).read(name, source, library())) {
            case ReadScript.Good good -> {
                compiled = Optional.of(good.script());
                yield List.of();
            }
            case ReadScript.Broken broken -> {
                List<String> errors = new ArrayList<>(broken.errors().stream().map(SieveError::message).toList());
                errors.add("the script does not compile");
                yield errors;
            }
        };
    }

    /** Runs the compiled script on the message. */
    Ran run() {
        if (compiled.isEmpty()) {
            return new Ran(List.of(), List.of("no script is compiled"));
        }
        SieveRun run = new SieveInterpreter(ground.settings().limits()).begin(ground, AddedWords.NONE);
        try {
            run.execute(compiled.get().commands());
            return new Ran(run.actions(), List.of());
        } catch (SieveRunError stopped) {
            return new Ran(List.of(new SieveAction.Keep(ground.initialFlags(), List.of(), true)), List.of(stopped.getMessage()));
        }
    }

    /** Runs scripts as levels of one delivery, each as long as those before it still keep the message, and delivers. Returns what went wrong. */
    List<String> runAll(List<String> names, TestDelivery delivery) {
        SieveRun run = new SieveInterpreter(ground.settings().limits()).begin(ground, AddedWords.NONE);
        boolean first = true;
        for (String name : names) {
            List<String> problems = compile(name);
            if (!problems.isEmpty()) {
                return problems;
            }
            if (!first && !run.handOn()) {
                break;
            }
            first = false;
            try {
                run.execute(compiled.get().commands());
            } catch (SieveRunError stopped) {
                return List.of(stopped.getMessage());
            }
        }
        delivery.forget();
        return delivery.execute(run.actions()) ? List.of() : List.copyOf(delivery.problems());
    }

    private Path folder() {
        return Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
    }

    /** Scripts to include lie where settings say, or beside the test in folders of their own. */
    private ScriptLibrary library() {
        return (global, name) -> {
            List<Path> places = new ArrayList<>();
            String kind = global ? "global" : "personal";
            for (String setting : List.of("sieve_script/" + kind + "/path", "sieve_script/included-" + kind + "/path", "sieve_script/" + name + "/path",
                    global ? "sieve_global_dir" : "sieve_dir")) {
                ground.settings().text(setting).ifPresent(path -> places.add(folder().resolve(path.replaceFirst("^file:", ""))));
            }
            places.add(folder().resolve(global ? "included-global" : "included"));
            places.add(folder());
            for (Path place : places) {
                Path script = Files.isDirectory(place) ? place.resolve(name.endsWith(".sieve") ? name : name + ".sieve") : place;
                if (Files.isRegularFile(script)) {
                    try {
                        return Optional.of(Files.readAllBytes(script));
                    } catch (IOException unreadable) {
                        return Optional.empty();
                    }
                }
            }
            return Optional.empty();
        };
    }
}
