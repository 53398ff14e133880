package org.gatepost.workbench.bench.policy;

import java.util.Collection;
import java.util.List;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

import org.gatepost.workbench.bench.harness.BenchContext;
import org.gatepost.workbench.bench.harness.Benchmark;
import org.gatepost.workbench.bench.result.Report;
import org.gatepost.workbench.bench.result.Target;

/** Runs {@link RcptStages} under JMH, in JVMs of its own. */
public final class PolicyBenchmark implements Benchmark {

    private static final String RCPT = "all stages of a RCPT, 1,000 entries";
    private static final int WARM_UPS = 5;
    private static final int ITERATIONS = 5;

    @Override
    public String name() {
        return "policy";
    }

    @Override
    public String measures() {
        return "all stages of a RCPT against 1,000 mapping entries, warm caches, one JVM";
    }

    @Override
    public List<Target> targets() {
        return List.of(Target.atMost(RCPT, 50));
    }

    @Override
    public void run(BenchContext context, Report report) throws Exception {
        // The JVM that starts us compiles little, to start fast: the measured ones compile as the server does.
        Collection<RunResult> results = new Runner(new OptionsBuilder().include(RcptStages.class.getName()).forks(context.settings().rounds())
                .jvmArgs("-Xmx256m").warmupIterations(WARM_UPS).warmupTime(TimeValue.seconds(1)).measurementIterations(ITERATIONS)
                .measurementTime(TimeValue.seconds(1)).param("entries", "1000", "0").build()).run();
        for (RunResult result : results) {
            boolean full = result.getParams().getParam("entries").equals("1000");
            result.getBenchmarkResults().forEach(fork -> report.gatepost(full ? RCPT : "the same without the list", "µs", fork.getPrimaryResult().getScore()));
        }
        report.note("policy: the list stands in for mapping tables; its entries are all tried and none matches");
    }
}
