package org.gatepost.workbench.bench.throughput;

import java.util.List;

import org.gatepost.workbench.bench.harness.BenchContext;
import org.gatepost.workbench.bench.harness.Benchmark;
import org.gatepost.workbench.bench.harness.PostfixPeer;
import org.gatepost.workbench.bench.result.Report;
import org.gatepost.workbench.bench.result.Target;

/** How many messages a second come out at the other end: from the first connection until the sink has the last message. */
public final class DeliverBenchmark implements Benchmark {

    private static final double RATIO = 4;

    @Override
    public String name() {
        return "deliver";
    }

    @Override
    public String measures() {
        return "messages of 4 KiB per second from the client through the server, until the sink has all of them";
    }

    @Override
    public List<Target> targets() {
        return List.of(Target.ratioAtLeast("delivered, a connection a message", RATIO), Target.ratioAtLeast("delivered, connections reused", RATIO));
    }

    @Override
    public void run(BenchContext context, Report report) throws Exception {
        Throughput throughput = context.once(Throughput.class, () -> Throughput.measure(context));
        throughput.notes().forEach(report::note);
        for (Throughput.Run run : throughput.runs()) {
            String measurement = "delivered, " + run.mode();
            if (run.server().equals(PostfixPeer.NAME)) {
                report.beside(run.server(), measurement, "messages/s", run.deliveredPerSecond());
            } else {
                report.gatepost(measurement, "messages/s", run.deliveredPerSecond());
            }
        }
    }
}
