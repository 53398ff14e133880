package org.gatepost.workbench.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.ArrayList;

import javax.sql.DataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.gatepost.ee.store.Migrations;

/** A PostgreSQL of the tests' own with our tables, started once in a run and gone with it. */
final class Database {

    private static Database shared;

    private final DataSource source;

    private Database(DataSource source) {
        this.source = source;
    }

    static synchronized Database shared() {
        if (shared == null) {
            try {
                // Stopped by its own shutdown hook.
                EmbeddedPostgres server = EmbeddedPostgres.builder().setServerConfig("max_connections", "300").start();
                shared = new Database(server.getPostgresDatabase());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Migrations.run(shared.source, Database.class.getClassLoader());
        }
        return shared;
    }

    DataSource source() {
        return source;
    }

    /** Empties the queue and the trace; policy stays. */
    void empty() {
        run("TRUNCATE message, queue_entry, recipient, content_chunk, incarnation, trace_event, alarm, channel_count CASCADE");
    }

    void run(String... statements) {
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long number(String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of what is found. */
    List<String> strings(String sql) {
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long count(String fromWhere) {
        return number("SELECT count(*) FROM " + fromWhere);
    }
}
