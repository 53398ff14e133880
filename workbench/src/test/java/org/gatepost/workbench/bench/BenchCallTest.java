package org.gatepost.workbench.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.gatepost.workbench.bench.harness.BenchContext;
import org.gatepost.workbench.bench.harness.BenchFailed;
import org.gatepost.workbench.bench.harness.BenchSettings;
import org.gatepost.workbench.bench.harness.Benchmark;
import org.gatepost.workbench.bench.result.Machine;
import org.gatepost.workbench.bench.result.Report;
import org.gatepost.workbench.bench.result.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCallTest {

    @TempDir
    private Path var;
    private final List<String> printed = new ArrayList<>();
    private int descriptions;

    private interface Work {
        void run(BenchContext context, Report report) throws Exception;
    }

    private record Trial(String name, Work work) implements Benchmark {
        @Override
        public String measures() {
            return "nothing";
        }

        @Override
        public List<Target> targets() {
            return List.of();
        }

        @Override
        public void run(BenchContext context, Report report) throws Exception {
            work.run(context, report);
        }
    }

    @Test
    void whatOneFoundIsWrittenBeforeTheNextBegins() throws Exception {
        List<Boolean> seen = new ArrayList<>();
        Path markdown = var.resolve("table.md");
        assertTrue(call().run(List.of(measured("first"), new Trial("second", (context, report) -> {
            seen.add(Files.exists(result("first")) && Files.readString(markdown).contains("first"));
            report.gatepost("figure", "s", 2);
        })), Optional.of(markdown)));
        assertEquals(List.of(true), seen);
        assertTrue(Files.readString(markdown).contains("second"));
        assertEquals(1, descriptions, "the machine is the same for all");
    }

    @Test
    void anEndThatComesTooEarlyKeepsWhatWasMeasured() throws Exception {
        assertFalse(call().run(List.of(measured("first"), new Trial("second", (context, report) -> {
            context.end();
            throw new BenchFailed("told to end");
        }), measured("third")), Optional.empty()));
        assertTrue(Files.exists(result("first")));
        assertFalse(Files.exists(result("third")));
        assertTrue(printed.getLast().contains("first"), printed::toString);
    }

    @Test
    void anInterruptKeepsItToo() {
        assertThrows(InterruptedException.class, () -> call().run(List.of(measured("first"), new Trial("second", (context, report) -> {
            throw new InterruptedException();
        })), Optional.empty()));
        assertTrue(Files.exists(result("first")));
    }

    private static Trial measured(String name) {
        return new Trial(name, (context, report) -> report.gatepost("figure", "s", 1));
    }

    private Path result(String name) {
        return var.resolve("bench").resolve(name + "-latest.json");
    }

    private BenchCall call() {
        return new BenchCall(BenchSettings.from(Map.of("GATEPOST_VAR", var.toString()), Path.of("/repo"), "cp", 1), printed::add, line -> { }, () -> {
            descriptions++;
            return new Machine(Map.of("cores", "2"));
        });
    }
}
