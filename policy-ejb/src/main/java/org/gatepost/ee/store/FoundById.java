package org.gatepost.ee.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Tells the planner how rows named by some hundred ids are found: each by its index. While a table has a few thousand pages it would rather read all of it, and
 * hash it; a queue of a hundred thousand entries then costs thirty times as much to claim from (decision 0031).
 */
final class FoundById {

    private static final String BY_INDEX = "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off";

    private FoundById() {
    }

    /** From here to the end of the connection's transaction. */
    static void from(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(BY_INDEX);
        }
    }
}
