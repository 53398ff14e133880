package org.gatepost.workbench.bench.result;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One named quantity, measured in one or more runs of Gatepost and, where there is something to hold it against, of that.
 *
 * @param name unique within its benchmark
 * @param unit such as {@code messages/s} or {@code ms}; empty for a plain number
 * @param runs Gatepost's, in order of time; at least one
 * @param beside what ran beside it
 */
public record Measurement(String name, String unit, List<Double> runs, Optional<Beside> beside) {

    /**
     * What Gatepost was held against: another server, or Gatepost itself in another state.
     *
     * @param what such as {@code Postfix} or {@code empty queue}
     * @param runs in order of time; at least one
     */
    public record Beside(String what, List<Double> runs) {
        public Beside {
            Objects.requireNonNull(what);
            runs = checked(runs);
        }

        public double median() {
            return Figures.median(runs);
        }
    }

    public Measurement {
        Objects.requireNonNull(name);
        Objects.requireNonNull(unit);
        Objects.requireNonNull(beside);
        runs = checked(runs);
    }

    private static List<Double> checked(List<Double> runs) {
        if (runs.isEmpty() || !runs.stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("not a row of figures: " + runs);
        }
        return List.copyOf(runs);
    }

    public double median() {
        return Figures.median(runs);
    }

    /** The median divided by the median of what ran beside it; none without that, or when that is 0. */
    public OptionalDouble ratio() {
        return beside.isEmpty() || beside.get().median() == 0 ? OptionalDouble.empty() : OptionalDouble.of(median() / beside.get().median());
    }
}
