package org.gatepost.workbench.bench;

import java.util.List;
import java.util.stream.Collectors;

import org.gatepost.workbench.bench.backlog.BacklogBenchmark;
import org.gatepost.workbench.bench.directory.DirectoryBenchmark;
import org.gatepost.workbench.bench.harness.Benchmark;
import org.gatepost.workbench.bench.idle.IdleBenchmark;
import org.gatepost.workbench.bench.large.LargeBenchmark;
import org.gatepost.workbench.bench.latency.LatencyBenchmark;
import org.gatepost.workbench.bench.policy.PolicyBenchmark;
import org.gatepost.workbench.bench.scan.ScanBenchmark;
import org.gatepost.workbench.bench.start.StartBenchmark;
import org.gatepost.workbench.bench.throughput.RateBenchmark;

/** Every benchmark there is, in the order in which they run. */
public final class Benchmarks {

    private static final List<Benchmark> ALL = List.of(RateBenchmark.accept(), RateBenchmark.deliver(), new LatencyBenchmark(), new IdleBenchmark(),
            new BacklogBenchmark(), new LargeBenchmark(), new ScanBenchmark(), new PolicyBenchmark(), new DirectoryBenchmark(), new StartBenchmark());

    private Benchmarks() {
    }

    public static List<Benchmark> all() {
        return ALL;
    }

    /**
     * Those of these names, in the order of {@link #all()}; all of them for no name.
     *
     * @throws IllegalArgumentException for a name that no benchmark has
     */
    public static List<Benchmark> named(List<String> names) {
        for (String name : names) {
            if (ALL.stream().noneMatch(bench -> bench.name().equals(name))) {
                throw new IllegalArgumentException("no benchmark " + name + "; there are: " + ALL.stream().map(Benchmark::name).collect(Collectors.joining(", ")));
            }
        }
        return ALL.stream().filter(bench -> names.isEmpty() || names.contains(bench.name())).toList();
    }
}
