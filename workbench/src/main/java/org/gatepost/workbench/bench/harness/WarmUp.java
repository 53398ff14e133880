package org.gatepost.workbench.bench.harness;

/** Loads a server until it gets no faster: a virtual machine still compiles after tens of thousands of messages, and caches fill. */
public final class WarmUp {

    static final int RUNS_MAX = 12;
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

    /** Repeats the load until two runs in a row are not a twentieth faster than the best before, twelve times at most; the best rate. */
    public static double untilSteady(Load load) throws Exception {
        double best = load.run();
        int steady = 0;
        for (int runs = 1; runs < RUNS_MAX && steady < STEADY_RUNS; runs++) {
            double rate = load.run();
            steady = rate > best * FASTER ? 0 : steady + 1;
            best = Math.max(best, rate);
        }
        return best;
    }
}
