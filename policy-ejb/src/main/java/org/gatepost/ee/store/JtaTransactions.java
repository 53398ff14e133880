package org.gatepost.ee.store;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import jakarta.annotation.Resource;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/**
 * The pool of connections, {@code java:app/jdbc/gatepost}, and the transaction bean on it: each call is one JTA transaction on the one non-XA resource. The container commits after the method, before the caller
 * goes on; a commit that fails is an exception there.
 */
@DataSourceDefinition(name = "java:app/jdbc/gatepost", className = "org.postgresql.ds.PGSimpleDataSource",
        url = "${MPCONFIG=gatepost.db.url:jdbc:postgresql://127.0.0.1:25432/gatepost}", user = "${MPCONFIG=gatepost.db.user:gatepost}",
        password = "${MPCONFIG=gatepost.db.password:gatepost}", transactional = true, minPoolSize = 4, maxPoolSize = 32, maxIdleTime = 300,
        properties = {"loginTimeout=5", "connectTimeout=5", "socketTimeout=30", "tcpKeepAlive=true", "reWriteBatchedInserts=true", "ApplicationName=gatepost",
            "fish.payara.max-wait-time-in-millis=10000", "fish.payara.is-connection-validation-required=true",
            "fish.payara.connection-validation-method=custom-validation",
            "fish.payara.validation-classname=org.glassfish.api.jdbc.validation.PostgresConnectionValidation",
            "fish.payara.validate-atmost-once-period-in-seconds=2", "fish.payara.connection-creation-retry-attempts=0"})
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
