package org.gatepost.ee.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.gatepost.directory.DirectoryMemory;

/**
 * The rows of directory_flush: what is to be forgotten of the directory on all nodes. A node that starts does again what was asked for in the last hour, which
 * costs it nothing: it remembers nothing yet. {@link #look} is for one thread.
 */
public final class DirectoryFlushes {

    /** Rows in one look; more come with the next. */
    static final int ROWS_MAX = 1_000;

    // Ids are given before rows are seen: without the lock a later row could be seen before an earlier one, which then nobody would look for.
    private static final String LOCK = "LOCK TABLE directory_flush IN SHARE ROW EXCLUSIVE MODE";
    private static final String WRITE = "INSERT INTO directory_flush (object, author) VALUES (?, ?)";
    private static final String UNSEEN = "SELECT id, object FROM directory_flush WHERE id > ? ORDER BY id LIMIT " + ROWS_MAX;
    private static final String SWEEP = "DELETE FROM directory_flush WHERE at < now() - interval '1 hour'";

    private final Transactions transactions;
    private final DirectoryMemory memory;
    private long seen;

    private record Row(long id, String object) {
    }

    public DirectoryFlushes(Transactions transactions, DirectoryMemory memory) {
        this.transactions = transactions;
        this.memory = memory;
    }

    /** Has every node forget, in the transaction of that connection: an address, a domain, or {@link DirectoryMemory#EVERYTHING}. */
    public static void write(Connection connection, String object, String author) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK); PreparedStatement insert = connection.prepareStatement(WRITE)) {
            lock.execute();
            insert.setString(1, object);
            insert.setString(2, author);
            insert.executeUpdate();
        }
    }

    /** Forgets what was asked for since the last look. Throws where the database does not answer; it is done at the next look then. */
    public void look() {
        List<Row> rows = transactions.inOne(this::unseen);
        for (Row row : rows) {
            memory.forget(row.object());
            seen = row.id();
        }
    }

    private List<Row> unseen(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(UNSEEN)) {
            select.setLong(1, seen);
            try (ResultSet row = select.executeQuery()) {
                List<Row> rows = new ArrayList<>();
                while (row.next()) {
                    rows.add(new Row(row.getLong(1), row.getString(2)));
                }
                return rows;
            }
        }
    }

    /** Drops rows every node has seen long ago; how many. */
    static int sweep(Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(SWEEP)) {
            return delete.executeUpdate();
        }
    }
}
