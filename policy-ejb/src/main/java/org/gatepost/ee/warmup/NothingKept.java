package org.gatepost.ee.warmup;

import java.sql.Statement;

import org.gatepost.ee.store.SqlWork;
import org.gatepost.ee.store.Transactions;

/** Transactions that do everything and leave nothing: what the work wrote is taken back before the commit. As safe for threads as those beneath. */
record NothingKept(Transactions transactions) implements Transactions {

    @Override
    public <T> T inOne(SqlWork<T> work) {
        return transactions.inOne(connection -> {
            // Not an exception that aborts it all: the container would log each, and the way through the commit would stay cold.
            try (Statement statement = connection.createStatement()) {
                statement.execute("SAVEPOINT warm_up");
                T result = work.on(connection);
                statement.execute("ROLLBACK TO SAVEPOINT warm_up");
                return result;
            }
        });
    }
}
