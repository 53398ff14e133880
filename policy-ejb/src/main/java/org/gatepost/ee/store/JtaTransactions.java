package org.gatepost.ee.store;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import jakarta.annotation.Resource;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/**
 * The transaction bean: each call is one JTA transaction on the one non-XA resource. The container commits after the method, before the caller
 * goes on; a commit that fails is an exception there.
 */
@Stateless
@Local(Transactions.class)
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class JtaTransactions implements Transactions {

    @Resource(lookup = "java:app/jdbc/gatepost")
    private DataSource database;

    @Override
    public <T> T inOne(SqlWork<T> work) {
        try (Connection connection = database.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw StoreException.of(e);
        }
    }
}
