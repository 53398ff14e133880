package org.gatepost.ee.admin;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import javax.sql.DataSource;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;

import org.gatepost.mail.QueueId;

/** Who did what by hand. Rows are written by the actions themselves, in their transactions. */
@Stateless
@ForRoles({Roles.POSTMASTER, Roles.HELPDESK})
public class AuditLog {

    private static final int ROWS_MAX = 200;

    @Resource(lookup = "java:app/jdbc/gatepost")
    private DataSource database;

    /** One row of the audit. */
    public record Entry(Instant at, String login, String action, String object, String text) {
    }

    /** What was done to a message by hand, the oldest first; at most 200 rows. */
    public List<Entry> of(QueueId message) {
        return Sql.on(database, connection -> of(message, connection));
    }

    static List<Entry> of(QueueId message, Connection connection) throws SQLException {
        return Sql.of("SELECT at, login, action, object, text FROM audit WHERE object = ? ORDER BY id LIMIT ?", object(message), ROWS_MAX)
                .list(connection, row -> new Entry(Sql.instant(row, "at"), row.getString("login"), row.getString("action"),
                        row.getString("object"), row.getString("text")));
    }

    /** Notes one thing done, in the transaction of that connection. */
    static void note(Connection connection, String login, String action, QueueId message, String text) throws SQLException {
        note(connection, login, action, object(message), text);
    }

    /** The same about another thing, such as {@code channel:tcp_local}. */
    public static void note(Connection connection, String login, String action, String object, String text) throws SQLException {
        Sql.of("INSERT INTO audit (login, action, object, text) VALUES (?, ?, ?, ?)", login, action, object, text).update(connection);
    }

    private static String object(QueueId message) {
        return "message:" + message;
    }
}
