package org.gatepost.ee.store;

import java.sql.Connection;
import java.sql.SQLException;

/** What is done in one transaction of the database. It neither commits, rolls back nor closes. */
@FunctionalInterface
public interface SqlWork<T> {

    T on(Connection connection) throws SQLException;
}
