package org.gatepost.workbench.bench.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes down what a benchmark finds, run by run. Safe for use by several threads. */
public final class Report {

    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    private static final class Row {
        private final String unit;
        private final List<Double> runs = new ArrayList<>();
        private String what = "";
        private final List<Double> beside = new ArrayList<>();

        Row(String unit) {
            this.unit = unit;
        }

        Measurement measurement(String name) {
            return new Measurement(name, unit, runs, beside.isEmpty() ? Optional.empty() : Optional.of(new Measurement.Beside(what, beside)));
        }
    }

    private Row row(String name, String unit) {
        Row row = rows.computeIfAbsent(name, missing -> new Row(unit));
        if (!row.unit.equals(unit)) {
            throw new IllegalArgumentException(name + " was measured in " + row.unit + " and now in " + unit);
        }
        return row;
    }

    /** One run of Gatepost. */
    public synchronized void gatepost(String measurement, String unit, double value) {
        row(measurement, unit).runs.add(value);
    }

    /** One run of what Gatepost is held against; {@code what} is the same for all runs of a measurement. */
    public synchronized void beside(String what, String measurement, String unit, double value) {
        Row row = row(measurement, unit);
        row.what = what;
        row.beside.add(value);
    }

    /** What a reader must know to understand the figures; once, however often it is said. */
    public synchronized void note(String note) {
        if (!notes.contains(note)) {
            notes.add(note);
        }
    }

    /** Measurements that Gatepost had at least one run of. */
    public synchronized List<Measurement> measurements() {
        return rows.entrySet().stream().filter(row -> !row.getValue().runs.isEmpty()).map(row -> row.getValue().measurement(row.getKey())).toList();
    }

    public synchronized List<String> notes() {
        return List.copyOf(notes);
    }
}
