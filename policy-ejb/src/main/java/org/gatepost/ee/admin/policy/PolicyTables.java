package org.gatepost.ee.admin.policy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.gatepost.policytext.PolicyDocument;

/**
 * The tables whose rows belong to a policy version, as the database's catalogue knows them: each that has a column {@code version_id}, except the one that
 * says which version is active. What copies a version in the database goes by the same rule, so nobody has to name a new table twice.
 */
record PolicyTables(Map<String, Table> byName) {

    private static final String CATALOGUE = """
            SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.atthasdef,
                   array_position((SELECT i.indkey::int2[] FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary), a.attnum)
              FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
             WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relname <> 'active_policy' AND a.attnum > 0 AND NOT a.attisdropped
               AND a.attidentity = '' AND a.attgenerated = ''
               AND EXISTS (SELECT 1 FROM pg_attribute v WHERE v.attrelid = c.oid AND v.attname = 'version_id' AND NOT v.attisdropped)
             ORDER BY c.relname COLLATE "C", a.attnum""";

    /**
     * One table.
     *
     * @param key the columns of its primary key in their order, without the version
     * @param columns all others in their order
     */
    record Table(String name, List<Column> key, List<Column> columns) {

        PolicyDocument.RowName rowName(List<String> values) {
            return new PolicyDocument.RowName(name, values);
        }

        List<Column> all() {
            List<Column> all = new ArrayList<>(key);
            all.addAll(columns);
            return all;
        }
    }

    /** One column, its type as SQL writes it. */
    record Column(String name, String type, boolean required, boolean hasDefault) {
    }

    private record Placed(Column column, int placeInKey) {
    }

    PolicyTables {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    static PolicyTables of(Connection connection) throws SQLException {
        Map<String, List<Placed>> found = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(CATALOGUE); ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                if (!row.getString(2).equals("version_id")) {
                    found.computeIfAbsent(row.getString(1), any -> new ArrayList<>())
                            .add(new Placed(new Column(row.getString(2), row.getString(3), row.getBoolean(4), row.getBoolean(5)), row.getInt(6)));
                } else {
                    found.computeIfAbsent(row.getString(1), any -> new ArrayList<>());
                }
            }
        }
        Map<String, Table> tables = new LinkedHashMap<>();
        found.forEach((name, columns) -> tables.put(name, new Table(name,
                columns.stream().filter(placed -> placed.placeInKey() > 0).sorted(Comparator.comparingInt(Placed::placeInKey)).map(Placed::column).toList(),
                columns.stream().filter(placed -> placed.placeInKey() == 0).map(Placed::column).toList())));
        return new PolicyTables(tables);
    }

    /** All rows of a version, tables and rows in the order of their names' characters. */
    PolicyDocument document(Connection connection, long version) throws SQLException {
        List<PolicyDocument.Row> rows = new ArrayList<>();
        for (Table table : byName.values()) {
            String columns = table.all().stream().map(column -> quoted(column.name()) + "::text").collect(Collectors.joining(", "));
            String order = table.key().isEmpty() ? "1" : table.key().stream().map(column -> quoted(column.name()) + (isText(column) ? " COLLATE \"C\"" : "")).collect(Collectors.joining(", "));
            try (PreparedStatement statement = connection.prepareStatement("SELECT " + columns + " FROM " + quoted(table.name()) + " WHERE version_id = ? ORDER BY " + order)) {
                statement.setLong(1, version);
                try (ResultSet found = statement.executeQuery()) {
                    while (found.next()) {
                        rows.add(row(table, found));
                    }
                }
            }
        }
        return new PolicyDocument(rows);
    }

    private static PolicyDocument.Row row(Table table, ResultSet found) throws SQLException {
        List<String> key = new ArrayList<>();
        Map<String, String> columns = new LinkedHashMap<>();
        int place = 0;
        for (Column column : table.all()) {
            String value = found.getString(++place);
            if (place <= table.key().size()) {
                key.add(value);
            } else if (value != null) {
                columns.put(column.name(), value);
            }
        }
        return new PolicyDocument.Row(table.rowName(key), columns, 0);
    }

    private static boolean isText(Column column) {
        return column.type().equals("text") || column.type().startsWith("character");
    }

    /** A name of the catalogue as SQL. */
    static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
