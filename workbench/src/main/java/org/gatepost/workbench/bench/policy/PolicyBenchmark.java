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

    private static final String THOUSAND = "all stages of a RCPT, 1,000 entries in each table";
    private static final String TEN_THOUSAND = "all stages of a RCPT, 10,000 entries in each table";
    private static final int WARM_UPS = 5;
    private static final int ITERATIONS = 5;

    @Override
    public String name() {
        return "policy";
    }

    @Override
    public String measures() {
        return "all stages of a RCPT against access tables of 1,000 and 10,000 entries, warm caches, one JVM";
    }

    @Override
    public List<Target> targets() {
        return List.of(Target.atMost(THOUSAND, 50), Target.atMost(TEN_THOUSAND, 50));
    }

    @Override
    public void run(BenchContext context, Report report) throws Exception {
        // The JVM that starts us compiles little, to start fast: the measured ones compile as the server does.
        Collection<RunResult> results = new Runner(new OptionsBuilder().include(RcptStages.class.getName()).forks(context.settings().rounds())
                .jvmArgs("-Xmx256m").warmupIterations(WARM_UPS).warmupTime(TimeValue.seconds(1)).measurementIterations(ITERATIONS)
                .measurementTime(TimeValue.seconds(1)).param("entries", "10000", "1000", "0").build()).run();
        for (RunResult result : results) {
            String row = switch (result.getParams().getParam("entries")) {
                case "10000" -> TEN_THOUSAND;
                case "1000" -> THOUSAND;
                default -> "the same without tables";
            };
            result.getBenchmarkResults().forEach(fork -> report.gatepost(row, "µs", fork.getPrimaryResult().getScore()));
        }
        report.note("policy: each of the four tables that are asked at RCPT has so many entries, none of which matches but the last");
    }
}
