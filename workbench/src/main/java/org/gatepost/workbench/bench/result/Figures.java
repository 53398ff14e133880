package org.gatepost.workbench.bench.result;

import java.util.List;
import java.util.Locale;

/** Arithmetic and writing of figures. */
public final class Figures {

    private Figures() {
    }

    /** The middle one; of an even number the mean of the two in the middle. */
    public static double median(List<Double> runs) {
        List<Double> sorted = runs.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** For a person: whole from 100 on, and three digits below, without zeros at the end. */
    public static String text(double figure) {
        double size = Math.abs(figure);
        int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
        String text = String.format(Locale.ROOT, "%." + decimals + "f", figure);
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }
}
