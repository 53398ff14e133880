package org.gatepost.ee.store;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import jakarta.enterprise.inject.Vetoed;

/** The same without a container, for start-up and for tools: commits on the connection itself. */
@Vetoed
public final class JdbcTransactions implements Transactions {

    private final DataSource database;

    public JdbcTransactions(DataSource database) {
        this.database = database;
    }

    @Override
    public <T> T inOne(SqlWork<T> work) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            T result;
            try {
                result = work.on(connection);
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw StoreException.of(e);
        }
    }
}
