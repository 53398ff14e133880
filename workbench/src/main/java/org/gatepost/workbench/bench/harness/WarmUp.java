package org.gatepost.workbench.bench.harness;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Loads a server until it gets no faster: a virtual machine still compiles after a hundred thousand messages, and caches fill. Runs of a second or two
 * scatter by more than they gain, so that a server that is getting faster slowly looks steady: each is loaded for a while at least.
 */
public final class WarmUp {

    static final Duration LEAST = Duration.ofSeconds(40);
    static final int RUNS_MAX = 60;
    /** Runs one after the other that were no faster than the best before them. */
    static final int STEADY_RUNS = 2;
    static final double FASTER = 1.05;

    private WarmUp() {
    }

    /** One run of some seconds. */
    @FunctionalInterface
    public interface Load {
        /** Makes it; what it achieved a second. */
        double run() throws Exception;
    }

    /** Repeats the load, for 40 s at least, until two runs in a row are not a twentieth faster than the best before, sixty times at most; the best rate. */
    public static double untilSteady(Load load) throws Exception {
        return untilSteady(load, System::nanoTime);
    }

    static double untilSteady(Load load, LongSupplier nanoTime) throws Exception {
        long begun = nanoTime.getAsLong();
        double best = load.run();
        int steady = 0;
        for (int runs = 1; runs < RUNS_MAX && (steady < STEADY_RUNS || nanoTime.getAsLong() - begun < LEAST.toNanos()); runs++) {
            double rate = load.run();
            steady = rate > best * FASTER ? 0 : steady + 1;
            best = Math.max(best, rate);
        }
        return best;
    }
}
