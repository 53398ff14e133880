package org.gatepost.ee.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The rows of incarnation: which lives of which nodes hold entries, and until when. All times are the database's. */
public final class IncarnationRows {

    /** How long a lease lasts without a heartbeat. */
    public static final int LEASE_SECONDS = 60;

    private static final String NEW = """
            INSERT INTO incarnation (node, lease_until) VALUES (?, now() + ? * interval '1 second') RETURNING id""";
    private static final String END_EARLIER = "UPDATE incarnation SET lease_until = now() WHERE node = ? AND id <> ? AND lease_until > now()";
    private static final String RENEW = """
            UPDATE incarnation SET lease_until = now() + ? * interval '1 second' WHERE id = ? AND lease_until > now()""";
    // A day, so that entries written by a life that did not know of its end are found by it.
    private static final String FORGET = """
            DELETE FROM incarnation WHERE lease_until < now() - interval '1 day'
               AND NOT EXISTS (SELECT 1 FROM queue_entry WHERE queue_entry.incarnation = incarnation.id)""";

    private IncarnationRows() {
    }

    /** Begins a life of the node, ends its earlier ones, and frees what they held. Part of the connection's transaction. */
    public static long begin(Connection connection, String node) throws SQLException {
        long id;
        try (PreparedStatement insert = connection.prepareStatement(NEW)) {
            insert.setString(1, node);
            insert.setInt(2, LEASE_SECONDS);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                id = row.getLong(1);
            }
        }
        try (PreparedStatement end = connection.prepareStatement(END_EARLIER)) {
            end.setString(1, node);
            end.setLong(2, id);
            end.executeUpdate();
        }
        QueueRows.freeExpired(connection);
        return id;
    }

    /** Renews the lease; false where it had run out, or was ended by a later life of the node. */
    public static boolean renew(Connection connection, long id) throws SQLException {
        try (PreparedStatement renew = connection.prepareStatement(RENEW)) {
            renew.setInt(1, LEASE_SECONDS);
            renew.setLong(2, id);
            return renew.executeUpdate() == 1;
        }
    }

    /** Ends a lease and frees what it held: a node that stops in order waits for nobody. */
    public static void end(Connection connection, long id) throws SQLException {
        try (PreparedStatement end = connection.prepareStatement("UPDATE incarnation SET lease_until = now() WHERE id = ? AND lease_until > now()")) {
            end.setLong(1, id);
            end.executeUpdate();
        }
        QueueRows.freeExpired(connection);
    }

    static void forget(Connection connection) throws SQLException {
        try (PreparedStatement forget = connection.prepareStatement(FORGET)) {
            forget.executeUpdate();
        }
    }

    /** Today in UTC. Not by the node's clock: one that is wrong by a month would have the whole trace dropped. */
    static LocalDate databaseDay(Connection connection) throws SQLException {
        return LocalDate.ofInstant(databaseTime(connection), ZoneOffset.UTC);
    }

    static Instant databaseTime(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint");
                ResultSet row = select.executeQuery()) {
            row.next();
            return Instant.ofEpochMilli(row.getLong(1));
        }
    }
}
