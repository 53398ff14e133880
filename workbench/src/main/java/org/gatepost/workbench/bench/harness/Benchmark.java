package org.gatepost.workbench.bench.harness;

import java.util.List;

import org.gatepost.workbench.bench.result.Report;
import org.gatepost.workbench.bench.result.Target;

/** One benchmark: what it measures, the figures it has to reach, and how it is run. */
public interface Benchmark {

    /** As the command line says it: lower-case letters. */
    String name();

    /** One sentence for a person. */
    String measures();

    /** The figures to reach, each by the name of a measurement that {@link #run} reports. */
    List<Target> targets();

    /**
     * Warms up, measures, and reports each run. Whatever it starts through {@code context} is stopped for it when it returns.
     *
     * @throws BenchFailed if it could not measure, or if mail was lost
     * @throws Exception anything else that went wrong; the next benchmark runs all the same
     */
    void run(BenchContext context, Report report) throws Exception;
}
