package org.gatepost.workbench.bench.throughput;

import java.util.List;

import org.gatepost.workbench.bench.harness.BenchContext;
import org.gatepost.workbench.bench.harness.Benchmark;
import org.gatepost.workbench.bench.harness.PostfixPeer;
import org.gatepost.workbench.bench.result.Report;
import org.gatepost.workbench.bench.result.Target;

/** How many messages a second a server takes, each of them on disk before the 250, while it delivers what it has. */
public final class AcceptBenchmark implements Benchmark {

    private static final double RATIO = 6;

    @Override
    public String name() {
        return "accept";
    }

    @Override
    public String measures() {
        return "messages of 4 KiB accepted per second over 100 sessions at once, while the server keeps delivering";
    }

    @Override
    public List<Target> targets() {
        return List.of(Target.ratioAtLeast("accepted, a connection a message", RATIO), Target.ratioAtLeast("accepted, connections reused", RATIO));
    }

    @Override
    public void run(BenchContext context, Report report) throws Exception {
        Throughput throughput = context.once(Throughput.class, () -> Throughput.measure(context));
        throughput.notes().forEach(report::note);
        for (Throughput.Run run : throughput.runs()) {
            String measurement = "accepted, " + run.mode();
            if (run.server().equals(PostfixPeer.NAME)) {
                report.beside(run.server(), measurement, "messages/s", run.acceptedPerSecond());
            } else {
                report.gatepost(measurement, "messages/s", run.acceptedPerSecond());
            }
        }
    }
}
