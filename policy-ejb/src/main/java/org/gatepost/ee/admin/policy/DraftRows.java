package org.gatepost.ee.admin.policy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.gatepost.ee.store.StoreException;
import org.gatepost.policytext.LineError;
import org.gatepost.policytext.PolicyDocument;

/** Puts the rows of a text into their tables, and gathers everything the tables do not take. For one connection and one thread. */
final class DraftRows {

    private static final String ROW = "draft_row";

    private final Connection connection;
    private final PolicyTables tables;
    private final List<LineError> errors = new ArrayList<>();

    DraftRows(Connection connection, PolicyTables tables) {
        this.connection = connection;
        this.tables = tables;
    }

    /** Inserts them as rows of that version. With errors, nothing of it is to be kept. */
    List<LineError> insert(PolicyDocument document, long version) throws SQLException {
        for (PolicyDocument.Row row : document.rows()) {
            Optional<PolicyTables.Table> table = Optional.ofNullable(tables.byName().get(row.name().table()));
            if (table.isEmpty()) {
                errors.add(new LineError(row.line(), "there is no table " + row.name().table() + " of policy; there are " + String.join(", ", tables.byName().keySet())));
            } else if (fits(row, table.get())) {
                insert(row, table.get(), version);
            }
        }
        return errors;
    }

    private boolean fits(PolicyDocument.Row row, PolicyTables.Table table) {
        int before = errors.size();
        if (row.name().key().size() != table.key().size()) {
            errors.add(new LineError(row.line(), table.name() + " is named by " + (table.key().isEmpty() ? "nothing"
                    : table.key().stream().map(PolicyTables.Column::name).collect(Collectors.joining(" "))) + ", not by " + row.name().key().size() + " words"));
        }
        for (String column : row.columns().keySet()) {
            if (table.columns().stream().noneMatch(there -> there.name().equals(column))) {
                errors.add(new LineError(row.line(), row.name() + ": there is no column " + column));
            }
        }
        for (PolicyTables.Column column : table.columns()) {
            if (column.required() && !column.hasDefault() && !row.columns().containsKey(column.name())) {
                errors.add(new LineError(row.line(), row.name() + ": " + column.name() + " is missing"));
            }
        }
        return errors.size() == before;
    }

    private void insert(PolicyDocument.Row row, PolicyTables.Table table, long version) throws SQLException {
        Map<PolicyTables.Column, String> values = values(row, table);
        String columns = values.keySet().stream().map(column -> ", " + PolicyTables.quoted(column.name())).collect(Collectors.joining());
        String given = values.keySet().stream().map(column -> ", CAST(? AS " + column.type() + ")").collect(Collectors.joining());
        Savepoints.set(connection, ROW);
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO " + PolicyTables.quoted(table.name()) + " (version_id" + columns + ") VALUES (?" + given + ")")) {
            statement.setLong(1, version);
            int place = 1;
            for (String value : values.values()) {
                statement.setString(++place, value);
            }
            statement.executeUpdate();
            Savepoints.release(connection, ROW);
        } catch (SQLException e) {
            StoreException said = StoreException.of(e);
            if (!said.isAboutRows()) {
                throw e;
            }
            Savepoints.rollBackTo(connection, ROW);
            errors.add(new LineError(row.line(), row.name() + ": " + why(e, said, values)));
        }
    }

    /** What is absent is null where it may be, and the column's default where it may not. */
    private static Map<PolicyTables.Column, String> values(PolicyDocument.Row row, PolicyTables.Table table) {
        Map<PolicyTables.Column, String> values = new LinkedHashMap<>();
        for (int i = 0; i < table.key().size(); i++) {
            values.put(table.key().get(i), row.name().key().get(i));
        }
        for (PolicyTables.Column column : table.columns()) {
            String value = row.columns().get(column.name());
            if (value != null || !column.required()) {
                values.put(column, value);
            }
        }
        return values;
    }

    /** The database says what it does not take; which column that is, it does not say of a value that is not of its type. */
    private String why(SQLException refused, StoreException said, Map<PolicyTables.Column, String> values) throws SQLException {
        if (refused.getSQLState().startsWith("22")) {
            for (Map.Entry<PolicyTables.Column, String> value : values.entrySet()) {
                if (value.getValue() != null && !isOfItsType(value.getKey(), value.getValue())) {
                    return value.getKey().name() + ": not of the type " + value.getKey().type() + ": '" + value.getValue() + "'";
                }
            }
        }
        return said.getMessage();
    }

    private boolean isOfItsType(PolicyTables.Column column, String value) throws SQLException {
        Savepoints.set(connection, ROW);
        try (PreparedStatement statement = connection.prepareStatement("SELECT CAST(? AS " + column.type() + ")")) {
            statement.setString(1, value);
            statement.executeQuery().close();
            Savepoints.release(connection, ROW);
            return true;
        } catch (SQLException e) {
            Savepoints.rollBackTo(connection, ROW);
            return false;
        }
    }

    /** A version without rows yet. */
    static long version(Connection connection, String note, String author) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO policy_version (note, author) VALUES (?, ?)", Statement.RETURN_GENERATED_KEYS)) {
            statement.setString(1, note);
            statement.setString(2, author);
            statement.executeUpdate();
            try (var keys = statement.getGeneratedKeys()) {
                keys.next();
                return keys.getLong("id");
            }
        }
    }
}
