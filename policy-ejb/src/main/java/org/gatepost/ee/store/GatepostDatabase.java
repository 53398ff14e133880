package org.gatepost.ee.store;

import javax.sql.DataSource;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where the database is (GATEPOST_DB_URL, _DB_USER, _DB_PASSWORD), for what must work when the pool is exhausted or cold: migrations, the
 * heartbeat, asking for the outcome of a commit. Everything else goes through the pool, {@link JtaTransactions}.
 */
@ApplicationScoped
public class GatepostDatabase {

    private static final int CONNECT_SECONDS = 5;
    private static final int ANSWER_SECONDS = 10;

    /** Connections of their own, not pooled and outside of any transaction; 5 s to connect, 10 s for an answer. */
    public DataSource direct() {
        return connecting(ANSWER_SECONDS);
    }

    /** As {@link #direct()}, without a limit for answers: a migration may take its time. */
    public DataSource patient() {
        return connecting(0);
    }

    private static DataSource connecting(int answerSeconds) {
        Config config = ConfigProvider.getConfig();
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(value(config, "gatepost.db.url", "jdbc:postgresql://127.0.0.1:25432/gatepost"));
        database.setUser(value(config, "gatepost.db.user", "gatepost"));
        database.setPassword(value(config, "gatepost.db.password", "gatepost"));
        database.setApplicationName("gatepost-direct");
        database.setTcpKeepAlive(true);
        database.setConnectTimeout(CONNECT_SECONDS);
        database.setSocketTimeout(answerSeconds);
        database.setLoginTimeout(CONNECT_SECONDS);
        return database;
    }

    private static String value(Config config, String name, String otherwise) {
        return config.getOptionalValue(name, String.class).filter(s -> !s.isBlank()).orElse(otherwise);
    }
}
