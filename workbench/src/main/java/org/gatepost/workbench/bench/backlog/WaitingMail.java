package org.gatepost.workbench.bench.backlog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;


/**
 * Mail put straight into a queue's tables, as acceptance and failed attempts would have left it: one recipient and 4 KiB of content for each
 * message. For one thread.
 *
 * @param database of a Gatepost whose mail nobody misses; autocommit
 */
record WaitingMail(Connection database) {

    private static final int BATCH = 50_000;
    /** Every so many-th of those that wait is held. */
    private static final int HELD_EVERY = 20;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    // Ids as QueueId makes them: version 7, time first, rising.
    private static final String IDS = """
            CREATE TEMPORARY TABLE IF NOT EXISTS fresh (n int, message_id uuid, entry_id uuid)""";
    private static final String FILL = """
            INSERT INTO fresh SELECT n, uuidv7(), uuidv7() FROM generate_series(1, ?::int) AS n""";
    private static final String MESSAGES = """
            INSERT INTO message (id, arrived_at, reverse_path, body, content_octets, header_edits, session_id, transaction_no, client_address, client_port,
                hello, extended, source_channel, policy_version, open_entries)
            SELECT message_id, now() - interval '1 minute', 'bench@sender.example', '7BIT', 4096, '0 0 ' || replace(encode(convert_to(E'Received: from client.example by localhost with ESMTP;\\r\\n Mon, 23 Nov 2026 12:00:00 +0000\\r\\n', 'UTF8'),
                'base64'), E'\\n', '') || E'\\n', 'bench-' || n, 1,
                '127.0.0.1', 40000, 'client.example', true, 'tcp_local', (SELECT version_id FROM active_policy), 1 FROM fresh""";
    private static final String CONTENTS = """
            INSERT INTO content_chunk (message_id, chunk_no, octets)
            SELECT message_id, 0, convert_to(repeat(md5(n::text) || md5(message_id::text) || repeat('c', 62) || E'\\r\\n', 32), 'UTF8') FROM fresh""";
    private static final String LOCAL = """
            INSERT INTO queue_entry (id, message_id, channel, next_hop, due_at)
            SELECT entry_id, message_id, 'tcp_lmtpcs', 'tcp_lmtpcs', now() + ? * interval '1 millisecond' FROM fresh""";
    private static final String REMOTE = """
            INSERT INTO queue_entry (id, message_id, channel, next_hop, attempts, due_at, last_reply)
            SELECT entry_id, message_id, 'tcp_local', 'd' || n % 500 || '.example', 1, CASE WHEN n % ? <> 0 THEN now() + interval '1 hour' + n * interval '1 millisecond' END,
                '451 4.4.1 No answer from the host' FROM fresh""";
    // What is due within seconds counts: the database's clock may not have reached the moment we waited for. Only the one route the bench sends to is
    // looked at, for this is asked fifty times a second while it measures, and must not read what waits.
    private static final String IDLE = """
            SELECT NOT EXISTS (SELECT 1 FROM queue_entry WHERE incarnation IS NOT NULL)
               AND NOT EXISTS (SELECT 1 FROM queue_entry WHERE channel = 'tcp_lmtpcs' AND next_hop = 'tcp_lmtpcs' AND incarnation IS NULL
                                  AND due_at <= now() + interval '10 seconds' AND return_requested_by IS NULL)""";
    private static final String RECIPIENTS = """
            INSERT INTO recipient (entry_id, recipient_no, address, presented, state, state_text, state_by)
            SELECT f.entry_id, 1, 'alice@example.com', 'alice@example.com', CASE WHEN e.due_at IS NULL THEN 'held' ELSE 'waiting' END,
                CASE WHEN e.due_at IS NULL THEN 'looked at' ELSE '' END, CASE WHEN e.due_at IS NULL THEN 'admin' ELSE '' END
              FROM fresh f JOIN queue_entry e ON e.id = f.entry_id""";

    /** Adds messages for 500 domains whose next attempt is an hour away; one in twenty is held. */
    void addWaiting(int count) throws SQLException {
        for (int left = count; left > 0; left -= BATCH) {
            add(Math.min(left, BATCH), REMOTE, HELD_EVERY);
        }
        execute("VACUUM (ANALYZE) message, queue_entry, recipient, content_chunk");
    }

    /** Adds messages for the local store that are all due at one moment, {@code ahead} or a little more from now; returns that moment in {@link System#nanoTime()}. */
    long addDue(int count, Duration ahead) throws SQLException {
        return add(count, LOCAL, ahead.toMillis()) + ahead.toNanos();
    }

    /** Returns when the entries were written, in {@link System#nanoTime()}. */
    private long add(int count, String entries, long parameter) throws SQLException {
        execute(IDS);
        execute("TRUNCATE fresh");
        execute(FILL, count);
        execute(MESSAGES);
        execute(CONTENTS);
        long written = System.nanoTime();
        execute(entries, parameter);
        execute(RECIPIENTS);
        return written;
    }

    /** Waits until nothing is due, now or within seconds, and nobody works on anything; false where that takes longer than {@code patience}. */
    boolean awaitIdle(Duration patience) throws SQLException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            if (isIdle()) {
                return true;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return false;
    }

    private boolean isIdle() throws SQLException {
        try (Statement statement = database.createStatement(); ResultSet row = statement.executeQuery(IDLE)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private void execute(String sql, long... parameters) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setLong(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }
}
