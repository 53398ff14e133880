package org.gatepost.admin.policy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.gatepost.policytext.PolicyDifference;
import org.gatepost.policytext.PolicyDocument.Row;

/**
 * A line of the difference between two versions, as the desk shows it.
 *
 * @param row which row of policy
 * @param text the column with its value, or one line of a longer value
 */
public record ChangedLine(String row, Kind kind, String text) implements Serializable {

    /** What became of it. */
    public enum Kind {
        ADDED, REMOVED
    }

    /** Lines that are shown; the last one says that there are more. */
    static final int LINES_MAX = 2_000;

    /** All of a difference, row by row; of a value with several lines only those from the first to the last that differ. */
    static List<ChangedLine> of(PolicyDifference difference) {
        List<ChangedLine> lines = new ArrayList<>();
        difference.removed().forEach(row -> whole(lines, row, Kind.REMOVED));
        difference.added().forEach(row -> whole(lines, row, Kind.ADDED));
        difference.changed().forEach(row -> row.columns().forEach((column, change) -> column(lines, row.name().toString(), column, change)));
        if (lines.size() > LINES_MAX) {
            List<ChangedLine> shown = new ArrayList<>(lines.subList(0, LINES_MAX - 1));
            shown.add(new ChangedLine("", Kind.ADDED, "and " + (lines.size() - shown.size()) + " more lines"));
            return shown;
        }
        return lines;
    }

    private static void whole(List<ChangedLine> lines, Row row, Kind kind) {
        if (row.columns().isEmpty()) {
            lines.add(new ChangedLine(row.name().toString(), kind, ""));
        }
        row.columns().forEach((column, value) -> value.lines().forEach(line -> lines.add(new ChangedLine(row.name().toString(), kind, column + " = " + line))));
    }

    private static void column(List<ChangedLine> lines, String row, String column, PolicyDifference.ChangedColumn change) {
        List<String> from = lines(change.from());
        List<String> to = lines(change.to());
        int same = 0;
        while (same < Math.min(from.size(), to.size()) && from.get(same).equals(to.get(same))) {
            same++;
        }
        int tail = 0;
        while (tail < Math.min(from.size(), to.size()) - same && from.get(from.size() - 1 - tail).equals(to.get(to.size() - 1 - tail))) {
            tail++;
        }
        from.subList(same, from.size() - tail).forEach(line -> lines.add(new ChangedLine(row, Kind.REMOVED, column + " = " + line)));
        to.subList(same, to.size() - tail).forEach(line -> lines.add(new ChangedLine(row, Kind.ADDED, column + " = " + line)));
    }

    private static List<String> lines(Optional<String> value) {
        return value.map(text -> List.of(text.split("\n", -1))).orElse(List.of());
    }

    /** The sign before it. */
    public String sign() {
        return kind == Kind.ADDED ? "+" : "−";
    }

    /** The style of its line. */
    public String tone() {
        return kind == Kind.ADDED ? "added" : "removed";
    }
}
