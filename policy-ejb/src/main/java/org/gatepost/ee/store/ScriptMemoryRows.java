package org.gatepost.ee.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import org.gatepost.sieve.Remembered;
import org.gatepost.sieve.ScriptMemory;
import org.gatepost.stage.Match;

/** The rows of script_memory: asked by a transaction of their own, written in that of the message. Safe for use by many threads. */
public final class ScriptMemoryRows implements ScriptMemory {

    /** What one user's scripts remember of a kind; beyond it nothing is added until the oldest of it is forgotten, and nobody answered whom it could not remember. */
    public static final int OWNER_ROWS_MAX = 10_000;

    private static final String SELECT = """
            SELECT EXISTS (SELECT 1 FROM script_memory WHERE owner = ? AND kind = ? AND key = ? AND until > now()),
                   (SELECT count(*) FROM (SELECT 1 FROM script_memory WHERE owner = ? AND kind = ? AND until > now() LIMIT ?) remembered)""";
    // Whom a script answers was asked about before, and is remembered in any case; a script may ask about any number of messages.
    private static final String UPSERT = """
            INSERT INTO script_memory (owner, kind, key, until) SELECT ?, ?, ?, ?
             WHERE ? <> 'duplicate' OR EXISTS (SELECT 1 FROM script_memory WHERE owner = ? AND kind = ? AND key = ?)
                OR (SELECT count(*) FROM script_memory WHERE owner = ? AND kind = ? AND until > now()) < ?
            ON CONFLICT (owner, kind, key) DO UPDATE SET until = excluded.until""";
    private static final String SWEEP = "DELETE FROM script_memory WHERE ctid IN (SELECT ctid FROM script_memory WHERE until <= now() LIMIT 10000)";

    private final Transactions transactions;

    public ScriptMemoryRows(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Match<Standing> remembers(String owner, Remembered.Kind kind, String key) {
        try {
            return transactions.inOne(connection -> {
                try (PreparedStatement select = connection.prepareStatement(SELECT)) {
                    select.setString(1, owner);
                    select.setString(2, kind.name().toLowerCase(Locale.ROOT));
                    select.setString(3, key);
                    select.setString(4, owner);
                    select.setString(5, kind.name().toLowerCase(Locale.ROOT));
                    select.setInt(6, OWNER_ROWS_MAX);
                    try (ResultSet row = select.executeQuery()) {
                        row.next();
                        return new Match.Found<>(row.getBoolean(1) ? Standing.KNOWN : row.getLong(2) < OWNER_ROWS_MAX ? Standing.NEW : Standing.NO_ROOM);
                    }
                }
            });
        } catch (RuntimeException e) {
            return new Match.Unavailable<>("script_memory: " + e.getMessage());
        }
    }

    /** Writes what is new, in an order that lets no two groups wait for each other. */
    static void write(Connection connection, List<Remembered> memories) throws SQLException {
        if (memories.isEmpty()) {
            return;
        }
        Comparator<Remembered> order = Comparator.comparing(Remembered::owner).thenComparing(each -> each.kind()).thenComparing(each -> each.key());
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            for (Remembered each : memories.stream().sorted(order).toList()) {
                upsert.setString(1, each.owner());
                upsert.setString(2, each.kindWord());
                upsert.setString(3, each.key());
                upsert.setTimestamp(4, Timestamp.from(each.until()));
                upsert.setString(5, each.kindWord());
                upsert.setString(6, each.owner());
                upsert.setString(7, each.kindWord());
                upsert.setString(8, each.key());
                upsert.setString(9, each.owner());
                upsert.setString(10, each.kindWord());
                upsert.setInt(11, OWNER_ROWS_MAX);
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    /** Forgets what is over; how much. */
    public static int sweep(Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(SWEEP)) {
            return delete.executeUpdate();
        }
    }
}
