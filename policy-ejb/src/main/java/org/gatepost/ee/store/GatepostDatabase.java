package org.gatepost.ee.store;

import javax.sql.DataSource;

import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where the database is (GATEPOST_DB_URL, _DB_USER, _DB_PASSWORD), and the pool of connections to it: {@code java:app/jdbc/gatepost}.
 *
 * <p>What must work when the pool is exhausted or cold (migrations, the heartbeat, asking for the outcome of a commit) connects by
 * {@link #direct()} instead.
 */
@DataSourceDefinition(name = "java:app/jdbc/gatepost", className = "org.postgresql.ds.PGSimpleDataSource",
        url = "${MPCONFIG=gatepost.db.url:jdbc:postgresql://127.0.0.1:25432/gatepost}", user = "${MPCONFIG=gatepost.db.user:gatepost}",
        password = "${MPCONFIG=gatepost.db.password:gatepost}", transactional = true, minPoolSize = 4, maxPoolSize = 32, maxIdleTime = 300,
        properties = {"loginTimeout=5", "connectTimeout=5", "socketTimeout=30", "tcpKeepAlive=true", "reWriteBatchedInserts=true", "ApplicationName=gatepost",
            "fish.payara.max-wait-time-in-millis=10000", "fish.payara.is-connection-validation-required=true",
            "fish.payara.connection-validation-method=custom-validation",
            "fish.payara.validation-classname=org.glassfish.api.jdbc.validation.PostgresConnectionValidation",
            "fish.payara.validate-atmost-once-period-in-seconds=2", "fish.payara.connection-creation-retry-attempts=0"})
@ApplicationScoped
public class GatepostDatabase {

    private static final int CONNECT_SECONDS = 5;
    private static final int ANSWER_SECONDS = 10;

    /** Connections of their own, not pooled and outside of any transaction; 5 s to connect, 10 s for an answer. */
    public DataSource direct() {
        return connecting(ANSWER_SECONDS);
    }

    /** As {@link #direct()}, without a limit for answers: a migration may take its time. */
    DataSource patient() {
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
