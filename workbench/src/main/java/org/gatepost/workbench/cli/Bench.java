package org.gatepost.workbench.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.gatepost.workbench.bench.BenchCall;
import org.gatepost.workbench.bench.Benchmarks;
import org.gatepost.workbench.bench.harness.BenchSettings;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./gatepost bench}: exit 0 when everything asked for was measured and no mail was lost, whether or not the figures were reached. */
@Command(name = "bench", description = "Measures Gatepost, beside Postfix where that is installed; prints a table, writes JSON under var/bench.")
final class Bench implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Which benchmarks; all of them by default.")
    private List<String> names = List.of();

    @Option(names = "--list", description = "Says which there are, and measures nothing.")
    private boolean list;

    @Option(names = "--rounds", paramLabel = "N", description = "How often each server is measured, in turn (default: 3).")
    private int rounds = BenchSettings.DEFAULT_ROUNDS;

    @Option(names = "--markdown", paramLabel = "FILE", description = "Writes the table as Markdown too.")
    private Optional<Path> markdown = Optional.empty();

    @Override
    public Integer call() throws Exception {
        if (list) {
            Benchmarks.all().forEach(bench -> System.out.println(bench.name() + ": " + bench.measures()));
            return 0;
        }
        try {
            BenchSettings settings = BenchSettings.from(System.getenv(), Gatepost.root(), System.getProperty("java.class.path"), rounds);
            BenchCall call = new BenchCall(settings, System.out::println, line -> System.err.println("bench: " + line));
            return call.run(Benchmarks.named(names), markdown) ? 0 : 1;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
