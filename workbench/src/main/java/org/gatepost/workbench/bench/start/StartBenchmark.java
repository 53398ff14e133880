package org.gatepost.workbench.bench.start;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.gatepost.workbench.bench.harness.BenchContext;
import org.gatepost.workbench.bench.harness.Benchmark;
import org.gatepost.workbench.bench.harness.TrialGatepost;
import org.gatepost.workbench.bench.result.Report;
import org.gatepost.workbench.bench.result.Target;

/** How long it takes until mail is taken, when the domain exists and the application is the one deployed last. */
public final class StartBenchmark implements Benchmark {

    private static final String START = "second start until ready";
    private static final String LONGER = "longer than the bare domain";
    private static final String BARE = "bare domain";
    private static final double LONGER_SECONDS = 15;
    private static final double SECONDS = 25;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String measures() {
        return "seconds from the start of the supervisor to ready, on an existing domain that holds the application, beside the same Payara domain without it";
    }

    @Override
    public List<Target> targets() {
        return List.of(Target.atMost(START, SECONDS), Target.atMost(LONGER, LONGER_SECONDS));
    }

    @Override
    public void run(BenchContext context, Report report) throws Exception {
        TrialGatepost gatepost = context.gatepost(Map.of());
        BareDomain bare = context.closing(BareDomain.of(gatepost, context.freshDirectory("bare")));
        gatepost.stop();
        // Whatever a first start leaves to later ones is left now, on both sides.
        bare.start();
        bare.stop();
        for (int round = 0; round < context.settings().rounds(); round++) {
            double ours = seconds(gatepost.start(Map.of()));
            gatepost.stop();
            double theirs = seconds(bare.start());
            bare.stop();
            context.say("Gatepost ready after %.1f s, the bare domain after %.1f s".formatted(ours, theirs));
            report.gatepost(START, "s", ours);
            report.beside(BARE, START, "s", theirs);
            report.gatepost(LONGER, "s", ours - theirs);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
