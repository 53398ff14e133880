package org.gatepost.workbench.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.gatepost.workbench.bench.harness.BenchContext;
import org.gatepost.workbench.bench.harness.BenchFailed;
import org.gatepost.workbench.bench.harness.BenchSettings;
import org.gatepost.workbench.bench.harness.Benchmark;
import org.gatepost.workbench.bench.harness.MachineDescription;
import org.gatepost.workbench.bench.result.Machine;
import org.gatepost.workbench.bench.result.Report;
import org.gatepost.workbench.bench.result.Result;
import org.gatepost.workbench.bench.result.ResultFile;
import org.gatepost.workbench.bench.result.ResultTable;

/** One call of {@code ./gatepost bench}: runs benchmarks one after another, prints what they found, and writes it down. */
public final class BenchCall {

    private final BenchSettings settings;
    private final Consumer<String> out;
    private final Consumer<String> progress;

    /**
     * @param out takes the table
     * @param progress takes a line now and then meanwhile
     */
    public BenchCall(BenchSettings settings, Consumer<String> out, Consumer<String> progress) {
        this.settings = settings;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Runs them; one that fails is said so and does not keep the others from running.
     *
     * @param markdown where the table is written as Markdown too
     * @return whether all of them could be measured and lost nothing; a figure that was missed is a result and no failure
     */
    public boolean run(List<Benchmark> benchmarks, Optional<Path> markdown) throws IOException, InterruptedException {
        BenchContext context = new BenchContext(settings, progress);
        Thread onSignal = new Thread(() -> stopQuietly(context), "stop");
        Runtime.getRuntime().addShutdownHook(onSignal);
        List<Result> results = new ArrayList<>();
        boolean all = true;
        for (Benchmark benchmark : benchmarks) {
            Optional<Result> result = result(benchmark, context);
            result.ifPresent(results::add);
            all &= result.isPresent();
        }
        Runtime.getRuntime().removeShutdownHook(onSignal);
        Machine machine = MachineDescription.of(settings);
        for (Result result : results) {
            progress.accept("wrote " + ResultFile.write(settings.directory(), result, machine));
        }
        out.accept(machine.text());
        out.accept(ResultTable.text(results));
        if (markdown.isPresent()) {
            Files.writeString(markdown.get(), ResultTable.markdown(results, machine));
        }
        return all;
    }

    private Optional<Result> result(Benchmark benchmark, BenchContext context) throws InterruptedException {
        progress.accept(benchmark.name() + ": " + benchmark.measures());
        Report report = new Report();
        Instant at = Instant.now();
        long begun = System.nanoTime();
        try {
            try {
                benchmark.run(context, report);
            } finally {
                context.stopAll();
            }
            return Optional.of(new Result(benchmark.name(), benchmark.measures(), at, Duration.ofNanos(System.nanoTime() - begun), report.measurements(),
                    benchmark.targets(), report.notes()));
        } catch (InterruptedException e) {
            throw e;
        } catch (BenchFailed e) {
            progress.accept(benchmark.name() + " failed: " + e.getMessage());
        } catch (Exception e) {
            progress.accept(benchmark.name() + " failed: " + e);
            e.printStackTrace();
        }
        return Optional.empty();
    }

    /** At Ctrl-C: the servers were started in sessions of their own and would outlive us. */
    private static void stopQuietly(BenchContext context) {
        try {
            context.stopAll();
        } catch (Exception e) {
            System.err.println("gatepost: not all of the benchmark's servers could be stopped: " + e);
        }
    }
}
