package org.gatepost.policytext;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of one policy version, each with the text of its columns. Immutable. */
public final class PolicyDocument {

    private final Map<RowName, Row> rows;

    /**
     * Which row: its table, and the values of its key in the order of the key's columns.
     *
     * @param key what names it within its version and table; empty where there is one row only
     */
    public record RowName(String table, List<String> key) {
        public RowName {
            key = List.copyOf(key);
        }

        /** As compiling a version names a row: the table and the key. */
        @Override
        public String toString() {
            return key.isEmpty() ? table : table + " " + String.join(" ", key);
        }
    }

    /**
     * One row.
     *
     * @param columns by name, in the table's order, without the key; a column that is null is absent
     * @param line where it begins in a text; 0 where it comes from none
     */
    public record Row(RowName name, Map<String, String> columns, int line) {
        public Row {
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        }
    }

    /** @throws IllegalArgumentException where two rows have one name */
    public PolicyDocument(List<Row> rows) {
        this.rows = new LinkedHashMap<>();
        for (Row row : rows) {
            if (this.rows.put(row.name(), row) != null) {
                throw new IllegalArgumentException("two rows are " + row.name());
            }
        }
    }

    /** In their order. */
    public Collection<Row> rows() {
        return Collections.unmodifiableCollection(rows.values());
    }

    public Optional<Row> row(RowName name) {
        return Optional.ofNullable(rows.get(name));
    }

    /** The row that a line about it begins with, such as {@code channel tcp_local: backoff: ...}; the longest name where several do. */
    public Optional<Row> rowOf(String said) {
        return rows.values().stream().filter(row -> said.startsWith(row.name() + ": ")).max(Comparator.comparingInt(row -> row.name().toString().length()));
    }
}
