package org.gatepost.workbench.bench.result;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What one benchmark found.
 *
 * @param name the benchmark's
 * @param measures what it measures, one sentence
 * @param at when it began
 * @param took how long it took in all, starting and stopping of servers included
 * @param measurements in the order in which they were first reported
 * @param targets the figures it has to reach
 * @param notes what a reader must know to understand the figures, such as that no peer ran
 */
public record Result(String name, String measures, Instant at, Duration took, List<Measurement> measurements, List<Target> targets, List<String> notes) {

    public Result {
        Objects.requireNonNull(name);
        Objects.requireNonNull(measures);
        Objects.requireNonNull(at);
        Objects.requireNonNull(took);
        measurements = List.copyOf(measurements);
        targets = List.copyOf(targets);
        notes = List.copyOf(notes);
    }

    /** The figures that a measurement has to reach, in order. */
    public List<Target> targetsOf(Measurement measurement) {
        return targets.stream().filter(target -> target.measurement().equals(measurement.name())).toList();
    }

    /** The figures nothing was measured for. */
    public List<Target> unmeasured() {
        return targets.stream().filter(target -> measurements.stream().noneMatch(found -> found.name().equals(target.measurement()))).toList();
    }
}
