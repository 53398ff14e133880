package org.gatepost.ee.store;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;

/** Brings the tables up to this version of Gatepost. Several nodes may do it at once: Flyway's lock lets one at a time. */
public final class Migrations {

    private Migrations() {
    }

    /**
     * Runs what has not run yet.
     *
     * @param classes the class loader that sees db-migrations
     * @return how many ran
     */
    public static int run(DataSource database, ClassLoader classes) {
        return Flyway.configure(classes).dataSource(database).locations("classpath:org/gatepost/db/migration").load().migrate().migrationsExecuted;
    }
}
