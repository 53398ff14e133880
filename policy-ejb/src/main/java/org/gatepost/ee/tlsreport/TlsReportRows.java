package org.gatepost.ee.tlsreport;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.gatepost.tlsreport.AppliedPolicy;
import org.gatepost.tlsreport.TlsOutcome;
import org.gatepost.tlsreport.TlsTally;

/** The tables {@code tls_result} and {@code tls_report}. */
public final class TlsReportRows {

    /** Days they are kept. */
    public static final int DAYS_KEPT = 7;
    /** Days and domains looked at at once. */
    static final int DUE_MAX = 100;
    /** A report is sent within so many minutes after the day's end, each domain's at a moment of its own, lest everybody's come at midnight. */
    public static final int SPREAD_MINUTES = 240;
    /** What is not sent by then is not sent any more (section 5.5 has a day for that). */
    static final int TRIED_FOR_DAYS = 2;

    private static final String ADD = """
            INSERT INTO tls_result (day, fingerprint, policy_domain, policy_type, policy_strings, mx_patterns, result_type, sending_ip, receiving_host, receiving_ip, connections)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (day, fingerprint) DO UPDATE SET connections = tls_result.connections + EXCLUDED.connections""";
    private static final String DUE = """
            SELECT DISTINCT r.day, r.policy_domain FROM tls_result r
             WHERE (r.day + 1) + make_interval(mins => (hashtext(r.policy_domain) & 2147483647) % ?) <= now() AT TIME ZONE 'UTC'
               AND NOT EXISTS (SELECT 1 FROM tls_report t WHERE t.day = r.day AND t.policy_domain = r.policy_domain AND t.place = ''
                                  AND NOT (t.state = 'waiting' AND t.next_try <= now()))
             ORDER BY 1, 2 LIMIT ?""";
    // Nothing is returned where another node was first.
    private static final String DECIDE = """
            INSERT INTO tls_report AS t (day, policy_domain, place, state, attempts, next_try, said, node) VALUES (?, ?, '', ?, 1, now() + make_interval(secs => ?), ?, ?)
            ON CONFLICT (day, policy_domain, place) DO UPDATE SET attempts = t.attempts + 1, next_try = EXCLUDED.next_try, said = EXCLUDED.said, node = EXCLUDED.node,
                state = CASE WHEN EXCLUDED.state = 'waiting' AND t.day < current_date - ? THEN 'failed' ELSE EXCLUDED.state END
             WHERE t.state = 'waiting' RETURNING 1""";
    private static final String PLACE = "INSERT INTO tls_report (day, policy_domain, place, state, said, node) VALUES (?, ?, ?, ?, ?, ?)";
    // Taken away from other nodes for an hour, in which it is tried; whoever dies over it leaves it to the next.
    private static final String TAKE = """
            UPDATE tls_report SET attempts = attempts + 1, next_try = now() + interval '1 hour', node = ?
             WHERE (day, policy_domain, place) IN (SELECT day, policy_domain, place FROM tls_report
                    WHERE state = 'waiting' AND place <> '' AND next_try <= now() ORDER BY next_try LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING day, policy_domain, place, attempts""";
    private static final String SETTLE = """
            UPDATE tls_report SET said = ?, next_try = now() + make_interval(secs => ?),
                state = CASE WHEN ? THEN 'sent' WHEN day < current_date - ? THEN 'failed' ELSE 'waiting' END
             WHERE day = ? AND policy_domain = ? AND place = ?""";
    private static final String RESULTS = """
            SELECT policy_type, policy_strings, mx_patterns, result_type, sending_ip, receiving_host, receiving_ip, connections FROM tls_result
             WHERE day = ? AND policy_domain = ? ORDER BY policy_type, result_type, connections DESC, fingerprint""";
    private static final int SAID_CHARACTERS_MAX = 500;

    private TlsReportRows() {
    }

    /** A day and who is told about it. */
    record Due(LocalDate day, String policyDomain) {
    }

    /** A report that is to be handed in. */
    record Posting(Due due, String place, int attempts) {
    }

    /** Adds counts, in an order that keeps nodes from waiting for each other in a circle. */
    public static void add(Connection connection, Map<TlsTally.Kind, Long> counts) throws SQLException {
        record Row(byte[] fingerprint, TlsTally.Kind kind, long connections) {
        }
        List<Row> rows = new ArrayList<>();
        counts.forEach((kind, connections) -> rows.add(new Row(fingerprint(kind.outcome()), kind, connections)));
        rows.sort(Comparator.comparing((Row row) -> row.kind().day()).thenComparing(row -> HexFormat.of().formatHex(row.fingerprint())));
        try (PreparedStatement insert = connection.prepareStatement(ADD)) {
            for (Row row : rows) {
                TlsOutcome outcome = row.kind().outcome();
                TlsOutcome.Failure failure = outcome.failure().orElse(new TlsOutcome.Failure("", "", "", ""));
                insert.setObject(1, row.kind().day());
                insert.setBytes(2, row.fingerprint());
                insert.setString(3, outcome.policyDomain());
                insert.setString(4, outcome.policy().type().word());
                insert.setArray(5, connection.createArrayOf("text", outcome.policy().strings().toArray()));
                insert.setArray(6, connection.createArrayOf("text", outcome.policy().mxPatterns().toArray()));
                insert.setString(7, failure.resultType());
                insert.setString(8, failure.sendingAddress());
                insert.setString(9, failure.receivingHost());
                insert.setString(10, failure.receivingAddress());
                insert.setLong(11, row.connections());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static byte[] fingerprint(TlsOutcome outcome) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            List<String> parts = new ArrayList<>(List.of(outcome.policyDomain(), outcome.policy().type().word(), String.join("\n", outcome.policy().strings()),
                    String.join("\n", outcome.policy().mxPatterns())));
            outcome.failure().ifPresent(failure -> parts.addAll(List.of(failure.resultType(), failure.sendingAddress(), failure.receivingHost(), failure.receivingAddress())));
            return digest.digest(String.join("\0", parts).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Days that are over and nobody decided about. */
    static List<Due> due(Connection connection) throws SQLException {
        List<Due> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(DUE)) {
            select.setInt(1, SPREAD_MINUTES);
            select.setInt(2, DUE_MAX);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new Due(rows.getObject(1, LocalDate.class), rows.getString(2)));
                }
            }
        }
        return found;
    }

    /** Whether it is this transaction that decides. */
    static boolean decide(Connection connection, Due due, String state, Duration again, String said, String node) throws SQLException {
        try (PreparedStatement decide = connection.prepareStatement(DECIDE)) {
            decide.setObject(1, due.day());
            decide.setString(2, due.policyDomain());
            decide.setString(3, state);
            decide.setLong(4, again.toSeconds());
            decide.setString(5, shortened(said));
            decide.setString(6, node);
            decide.setInt(7, TRIED_FOR_DAYS);
            try (ResultSet decided = decide.executeQuery()) {
                return decided.next();
            }
        }
    }

    static void place(Connection connection, Due due, String place, String state, String said, String node) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(PLACE)) {
            insert.setObject(1, due.day());
            insert.setString(2, due.policyDomain());
            insert.setString(3, place);
            insert.setString(4, state);
            insert.setString(5, shortened(said));
            insert.setString(6, node);
            insert.executeUpdate();
        }
    }

    /** One that is to be handed in now, for an hour this node's alone. */
    static Optional<Posting> take(Connection connection, String node) throws SQLException {
        try (PreparedStatement take = connection.prepareStatement(TAKE)) {
            take.setString(1, node);
            try (ResultSet row = take.executeQuery()) {
                return row.next() ? Optional.of(new Posting(new Due(row.getObject(1, LocalDate.class), row.getString(2)), row.getString(3), row.getInt(4))) : Optional.empty();
            }
        }
    }

    static void settle(Connection connection, Posting posting, boolean sent, Duration again, String said) throws SQLException {
        try (PreparedStatement settle = connection.prepareStatement(SETTLE)) {
            settle.setString(1, shortened(said));
            settle.setLong(2, again.toSeconds());
            settle.setBoolean(3, sent);
            settle.setInt(4, TRIED_FOR_DAYS);
            settle.setObject(5, posting.due().day());
            settle.setString(6, posting.due().policyDomain());
            settle.setString(7, posting.place());
            settle.executeUpdate();
        }
    }

    /** What was counted that day for that domain. */
    static Map<TlsOutcome, Long> results(Connection connection, Due due) throws SQLException {
        Map<TlsOutcome, Long> results = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(RESULTS)) {
            select.setObject(1, due.day());
            select.setString(2, due.policyDomain());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    AppliedPolicy policy = new AppliedPolicy(AppliedPolicy.Type.of(rows.getString(1)), texts(rows, 2), texts(rows, 3));
                    TlsOutcome outcome = rows.getString(4).isEmpty() ? TlsOutcome.success(due.policyDomain(), policy)
                            : TlsOutcome.failure(due.policyDomain(), policy,
                                    new TlsOutcome.Failure(rows.getString(4), rows.getString(5), rows.getString(6), rows.getString(7)));
                    results.merge(outcome, rows.getLong(8), Long::sum);
                }
            }
        }
        return results;
    }

    private static List<String> texts(ResultSet rows, int column) throws SQLException {
        return List.of((String[]) rows.getArray(column).getArray());
    }

    /** Forgets days that are long over. */
    static int sweep(Connection connection) throws SQLException {
        int gone = 0;
        for (String table : List.of("tls_result", "tls_report")) {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + table + " WHERE day < current_date - ?")) {
                delete.setInt(1, DAYS_KEPT);
                gone += delete.executeUpdate();
            }
        }
        return gone;
    }

    /** In a line, and not whole pages of what a server had to say. */
    private static String shortened(String said) {
        String line = said.replaceAll("[\\p{Cntrl}]+", " ");
        return line.substring(0, Math.min(line.length(), SAID_CHARACTERS_MAX));
    }
}
