package org.gatepost.ee.rows;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;

/** Statements with their parameters in order, bound and never part of the text. Stateless. */
public final class Statements {

    private Statements() {
    }

    /** A statement ready to be executed; the caller closes it. A parameter is what the driver takes, or an {@link Instant}. */
    public static PreparedStatement of(Connection connection, String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i] instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : parameters[i]);
        }
        return statement;
    }

    /** Executes one: how many rows were found or changed. */
    public static int run(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = of(connection, sql, parameters)) {
            if (!statement.execute()) {
                return statement.getUpdateCount();
            }
            int rows = 0;
            try (ResultSet found = statement.getResultSet()) {
                while (found.next()) {
                    rows++;
                }
            }
            return rows;
        }
    }
}
