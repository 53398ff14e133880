package org.gatepost.ee.admin.policy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Places in a transaction to go back to, in SQL: a connection the container commits does not lend its own. */
final class Savepoints {

    private Savepoints() {
    }

    static void set(Connection connection, String name) throws SQLException {
        run(connection, "SAVEPOINT " + name);
    }

    static void release(Connection connection, String name) throws SQLException {
        run(connection, "RELEASE SAVEPOINT " + name);
    }

    static void rollBackTo(Connection connection, String name) throws SQLException {
        run(connection, "ROLLBACK TO SAVEPOINT " + name);
        release(connection, name);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
