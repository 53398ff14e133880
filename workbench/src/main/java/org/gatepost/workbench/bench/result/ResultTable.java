package org.gatepost.workbench.bench.result;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Results as a table for a terminal or for Markdown. */
public final class ResultTable {

    private static final List<String> HEAD = List.of("bench", "measurement", "unit", "Gatepost", "beside", "", "ratio", "to reach", "verdict");

    private ResultTable() {
    }

    /** Columns of equal width; medians. */
    public static String text(List<Result> results) {
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        results.forEach(result -> rows.addAll(rows(result)));
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < HEAD.size(); column++) {
            int at = column;
            widths.add(rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0));
        }
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                line.append(row.get(column)).repeat(' ', widths.get(column) - row.get(column).length() + 2);
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        results.forEach(result -> result.notes().forEach(note -> out.append(result.name()).append(": ").append(note).append('\n')));
        return out.toString();
    }

    /** The same as a Markdown table, with the machine above and the notes below. */
    public static String markdown(List<Result> results, Machine machine) {
        StringBuilder out = new StringBuilder();
        machine.parts().forEach((part, description) -> out.append("- ").append(part).append(": ").append(description).append('\n'));
        out.append('\n').append(line(HEAD)).append(line(HEAD.stream().map(head -> "---").toList()));
        results.forEach(result -> rows(result).forEach(row -> out.append(line(row))));
        out.append('\n');
        results.forEach(result -> result.notes().forEach(note -> out.append("- ").append(result.name()).append(": ").append(note).append('\n')));
        return out.toString();
    }

    private static String line(List<String> row) {
        return row.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static List<List<String>> rows(Result result) {
        List<List<String>> rows = new ArrayList<>();
        for (Measurement found : result.measurements()) {
            List<Target> targets = result.targetsOf(found);
            rows.add(List.of(result.name(), found.name(), found.unit(), Figures.text(found.median()),
                    found.beside().map(beside -> Figures.text(beside.median())).orElse(""), found.beside().map(Measurement.Beside::what).orElse(""),
                    found.ratio().isPresent() ? Figures.text(found.ratio().getAsDouble()) : "",
                    targets.stream().map(target -> target.text(found.unit())).collect(Collectors.joining(", ")),
                    targets.stream().map(target -> target.verdict(found).text()).collect(Collectors.joining(", "))));
        }
        for (Target target : result.unmeasured()) {
            rows.add(List.of(result.name(), target.measurement(), "", "", "", "", "", target.text(""), Verdict.NOT_MEASURED.text()));
        }
        return rows;
    }
}
