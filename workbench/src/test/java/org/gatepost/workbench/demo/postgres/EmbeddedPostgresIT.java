package org.gatepost.workbench.demo.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;

import org.gatepost.workbench.files.Trees;
import org.gatepost.workbench.fixture.Eventually;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresIT {

    /** Files of the log that come after the one being written, and are there already. */
    private static final String AHEAD = "SELECT count(*) FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$' AND name > pg_walfile_name(pg_current_wal_lsn())";

    private static final String CURRENT = "SELECT pg_walfile_name(pg_current_wal_lsn())";

    @Test
    void aNewClustersLogFilesAreThereBeforeTheyAreNeededAndNotMadeTwice() throws Exception {
        // Not JUnit's own temporary directory: the cluster has an owner of its own, and what holds it must let that one pass.
        Path var = Files.createDirectories(Path.of("target/postgres-it").toAbsolutePath().resolve(Long.toString(System.nanoTime())));
        Files.createDirectories(var.resolve("log"));
        int port = 25_400 + Integer.parseInt(System.getenv().getOrDefault("GATEPOST_TEST_PORT_OFFSET", "3000"));
        Path home = Path.of("target/postgres").toAbsolutePath();
        EmbeddedPostgres postgres = new EmbeddedPostgres(home, var, port);
        postgres.prepare();
        Process server = new ProcessBuilder(postgres.command()).redirectErrorStream(true).redirectOutput(var.resolve("log/postgres.log").toFile()).start();
        try {
            Eventually.get("the database answers", Duration.ofSeconds(30), postgres::answers, Boolean::booleanValue);
            postgres.makeLogFiles();
            try (Connection database = DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password())) {
                int ahead = Integer.parseInt(first(database, AHEAD));
                assertTrue(ahead >= LogFiles.FILES / 2, () -> ahead + " files are ready");
                String before = first(database, CURRENT);
                EmbeddedPostgres again = new EmbeddedPostgres(home, var, port);
                again.prepare();
                assertTrue(again.answers());
                again.makeLogFiles();
                assertEquals(before, first(database, CURRENT), "the log of a cluster that was there already was switched");
            }
        } finally {
            server.destroy();
            server.waitFor();
            Trees.delete(var);
        }
    }

    private static String first(Connection database, String sql) throws Exception {
        try (Statement statement = database.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
