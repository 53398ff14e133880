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

/** One call of {@code ./gatepost bench}: runs benchmarks one after another, writes down what each found as soon as it has ended, and prints it all. */
public final class BenchCall {

    private final BenchSettings settings;
    private final Consumer<String> out;
    private final Consumer<String> progress;
    private final BenchContext.Shared<Machine> description;

    /**
     * @param out takes the table
     * @param progress takes a line now and then meanwhile
     */
    public BenchCall(BenchSettings settings, Consumer<String> out, Consumer<String> progress) {
        this(settings, out, progress, () -> MachineDescription.of(settings));
    }

    BenchCall(BenchSettings settings, Consumer<String> out, Consumer<String> progress, BenchContext.Shared<Machine> description) {
        this.settings = settings;
        this.out = out;
        this.progress = progress;
        this.description = description;
    }

    /**
     * Runs them; one that fails is said so and does not keep the others from running. What was measured before an end that came too early is kept.
     *
     * @param markdown where the table is written as Markdown too, anew with each result
     * @return whether all of them could be measured and lost nothing; a figure that was missed is a result and no failure
     */
    public boolean run(List<Benchmark> benchmarks, Optional<Path> markdown) throws Exception {
        BenchContext context = new BenchContext(settings, progress);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopQuietly(context), "stop"));
        List<Result> results = new ArrayList<>();
        boolean all = true;
        for (Benchmark benchmark : benchmarks) {
            Optional<Result> result = context.ended() ? Optional.empty() : result(benchmark, context);
            all &= result.isPresent();
            if (result.isPresent()) {
                results.add(result.get());
                write(results, machine(context), markdown);
            }
        }
        if (!results.isEmpty()) {
            out.accept(machine(context).text());
            out.accept(ResultTable.text(results));
        }
        return all;
    }

    /** Once, and after a benchmark: before the first there may be no PostgreSQL yet to ask for its version. */
    private Machine machine(BenchContext context) throws Exception {
        return context.once(Machine.class, description);
    }

    private void write(List<Result> results, Machine machine, Optional<Path> markdown) throws IOException {
        progress.accept("wrote " + ResultFile.write(settings.directory(), results.getLast(), machine));
        if (markdown.isPresent()) {
            Files.writeString(markdown.get(), ResultTable.markdown(results, machine));
        }
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
            context.end();
            context.stopAll();
        } catch (Exception e) {
            System.err.println("gatepost: not all of the benchmark's servers could be stopped: " + e);
        }
    }
}
