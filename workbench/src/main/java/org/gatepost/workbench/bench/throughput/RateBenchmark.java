package org.gatepost.workbench.bench.throughput;

import java.util.List;
import java.util.function.ToDoubleFunction;

import org.gatepost.workbench.bench.harness.BenchContext;
import org.gatepost.workbench.bench.harness.Benchmark;
import org.gatepost.workbench.bench.harness.PostfixPeer;
import org.gatepost.workbench.bench.result.Report;
import org.gatepost.workbench.bench.result.Target;

/** One of the two rates of {@link Throughput}, which is measured once for both. */
public final class RateBenchmark implements Benchmark {

    private final String name;
    private final String measures;
    private final String measured;
    private final double ratio;
    private final ToDoubleFunction<Throughput.Run> rate;

    private RateBenchmark(String name, String measures, String measured, double ratio, ToDoubleFunction<Throughput.Run> rate) {
        this.name = name;
        this.measures = measures;
        this.measured = measured;
        this.ratio = ratio;
        this.rate = rate;
    }

    /** How many messages a second a server takes, each of them on disk before the 250, while it delivers what it has. */
    public static RateBenchmark accept() {
        return new RateBenchmark("accept", "messages of 4 KiB accepted per second over 100 sessions at once, while the server keeps delivering", "accepted", 6,
                Throughput.Run::acceptedPerSecond);
    }

    /** How many messages a second come out at the other end: from the first connection until the sink has the last message. */
    public static RateBenchmark deliver() {
        return new RateBenchmark("deliver", "messages of 4 KiB per second from the client through the server, until the sink has all of them", "delivered", 4,
                Throughput.Run::deliveredPerSecond);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String measures() {
        return measures;
    }

    @Override
    public List<Target> targets() {
        return List.of(Target.ratioAtLeast(measured + ", a connection a message", ratio), Target.ratioAtLeast(measured + ", connections reused", ratio));
    }

    @Override
    public void run(BenchContext context, Report report) throws Exception {
        Throughput throughput = context.once(Throughput.class, () -> Throughput.measure(context));
        throughput.notes().forEach(report::note);
        for (Throughput.Run run : throughput.runs()) {
            String measurement = measured + ", " + run.mode();
            if (run.server().equals(PostfixPeer.NAME)) {
                report.beside(run.server(), measurement, "messages/s", rate.applyAsDouble(run));
            } else {
                report.gatepost(measurement, "messages/s", rate.applyAsDouble(run));
            }
        }
    }
}
