package org.gatepost.workbench.bench.result;

import java.util.Objects;

/**
 * A figure that a measurement has to reach.
 *
 * @param measurement the name of the measurement
 * @param of what is held against the figure
 * @param bound on which side of the figure it has to be; the figure itself reaches
 * @param figure in the measurement's unit, or a plain number for a ratio
 */
public record Target(String measurement, Of of, Bound bound, double figure) {

    /** What of a measurement is compared: the median of Gatepost's runs, or that median divided by the median of what ran beside it. */
    public enum Of { VALUE, RATIO }

    /** Whether more or less is better. */
    public enum Bound { AT_LEAST, AT_MOST }

    public Target {
        Objects.requireNonNull(measurement);
        Objects.requireNonNull(of);
        Objects.requireNonNull(bound);
        if (!Double.isFinite(figure)) {
            throw new IllegalArgumentException("not a figure: " + figure);
        }
    }

    public static Target ratioAtLeast(String measurement, double figure) {
        return new Target(measurement, Of.RATIO, Bound.AT_LEAST, figure);
    }

    public static Target ratioAtMost(String measurement, double figure) {
        return new Target(measurement, Of.RATIO, Bound.AT_MOST, figure);
    }

    public static Target atLeast(String measurement, double figure) {
        return new Target(measurement, Of.VALUE, Bound.AT_LEAST, figure);
    }

    public static Target atMost(String measurement, double figure) {
        return new Target(measurement, Of.VALUE, Bound.AT_MOST, figure);
    }

    /** What came of it; a ratio without anything beside it was not measured. */
    public Verdict verdict(Measurement found) {
        return switch (of) {
            case VALUE -> judged(found.median());
            case RATIO -> found.ratio().isPresent() ? judged(found.ratio().getAsDouble()) : Verdict.NOT_MEASURED;
        };
    }

    private Verdict judged(double value) {
        boolean reached = switch (bound) {
            case AT_LEAST -> value >= figure;
            case AT_MOST -> value <= figure;
        };
        return reached ? Verdict.REACHED : Verdict.MISSED;
    }

    /** For a person, such as {@code ratio >= 6} or {@code <= 25 ms}. */
    public String text(String unit) {
        String sign = bound == Bound.AT_LEAST ? ">= " : "<= ";
        return of == Of.RATIO ? "ratio " + sign + Figures.text(figure) : sign + Figures.text(figure) + (unit.isEmpty() ? "" : " " + unit);
    }
}
