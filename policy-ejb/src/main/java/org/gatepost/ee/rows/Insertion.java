package org.gatepost.ee.rows;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.postgresql.PGConnection;

/**
 * Rows for several tables, sent with one exchange in the transaction of a connection of the PostgreSQL driver: its tables' statements travel together and are answered
 * together. Nothing is sent before {@link #send}. Not safe for use by many threads.
 */
public final class Insertion {

    private final List<TableRows> tables = new ArrayList<>();

    /** The rows of a table, to add to. Tables are written in the order in which they were asked for first. */
    public TableRows into(RowTable table) {
        for (TableRows rows : tables) {
            if (rows.table() == table) {
                return rows;
            }
        }
        TableRows rows = new TableRows(table);
        tables.add(rows);
        return rows;
    }

    /** Puts all rows into their tables, and waits until they are there, as far as the transaction goes. */
    public void send(Connection connection) throws SQLException {
        List<TableRows> filled = tables.stream().filter(rows -> !rows.isEmpty()).toList();
        if (filled.isEmpty()) {
            return;
        }
        PGConnection driver = connection.unwrap(PGConnection.class);
        String statements = filled.stream().map(rows -> rows.table().statement()).collect(Collectors.joining("; "));
        try (PreparedStatement insert = connection.prepareStatement(statements)) {
            int parameter = 1;
            for (TableRows rows : filled) {
                parameter = rows.bind(driver, insert, parameter);
            }
            insert.execute();
        }
    }
}
