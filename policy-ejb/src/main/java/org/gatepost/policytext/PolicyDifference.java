package org.gatepost.policytext;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.gatepost.policytext.PolicyDocument.Row;
import org.gatepost.policytext.PolicyDocument.RowName;

/** In which rows two policy versions differ, and in which of their columns. */
public record PolicyDifference(List<Row> added, List<Row> removed, List<ChangedRow> changed) {

    /** A row both have. */
    public record ChangedRow(RowName name, Map<String, ChangedColumn> columns) {
        public ChangedRow {
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        }
    }

    /** Empty where the column is null. */
    public record ChangedColumn(Optional<String> from, Optional<String> to) {
    }

    public PolicyDifference {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        changed = List.copyOf(changed);
    }

    public static PolicyDifference between(PolicyDocument from, PolicyDocument to) {
        List<ChangedRow> changed = new ArrayList<>();
        for (Row before : from.rows()) {
            to.row(before.name()).map(after -> columns(before, after)).filter(columns -> !columns.isEmpty())
                    .ifPresent(columns -> changed.add(new ChangedRow(before.name(), columns)));
        }
        return new PolicyDifference(missing(to, from), missing(from, to), changed);
    }

    public boolean isNone() {
        return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
    }

    private static List<Row> missing(PolicyDocument of, PolicyDocument in) {
        return of.rows().stream().filter(row -> in.row(row.name()).isEmpty()).toList();
    }

    private static Map<String, ChangedColumn> columns(Row before, Row after) {
        Map<String, ChangedColumn> columns = new LinkedHashMap<>();
        Set<String> names = new LinkedHashSet<>(before.columns().keySet());
        names.addAll(after.columns().keySet());
        for (String name : names) {
            ChangedColumn column = new ChangedColumn(Optional.ofNullable(before.columns().get(name)), Optional.ofNullable(after.columns().get(name)));
            if (!column.from().equals(column.to())) {
                columns.put(name, column);
            }
        }
        return columns;
    }
}
