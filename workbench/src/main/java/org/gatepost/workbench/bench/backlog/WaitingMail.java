package org.gatepost.workbench.bench.backlog;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.gatepost.workbench.bench.load.BenchDatabase;

/**
 * Mail put straight into a queue's tables, as acceptance and failed attempts would have left it: one recipient and 4 KiB of content for each
 * message. For one thread.
 *
 * @param database of a Gatepost whose mail nobody misses
 */
record WaitingMail(BenchDatabase database) {

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
        database.execute("VACUUM (ANALYZE) message, queue_entry, recipient, content_chunk");
    }

    /** Adds messages for the local store that are all due at one moment, {@code ahead} from now. */
    void addDue(int count, Duration ahead) throws SQLException {
        add(count, LOCAL, ahead.toMillis());
    }

    private void add(int count, String entries, long parameter) throws SQLException {
        database.execute(IDS);
        database.execute("TRUNCATE fresh");
        database.execute(FILL, count);
        database.execute(MESSAGES);
        database.execute(CONTENTS);
        database.execute(entries, parameter);
        database.execute(RECIPIENTS);
    }

    /** Waits until nothing is due and nobody works on anything; false where that takes longer than {@code patience}. */
    boolean awaitIdle(Duration patience) throws SQLException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            if (database.is("""
                    SELECT NOT EXISTS (SELECT 1 FROM queue_entry WHERE incarnation IS NOT NULL)
                       AND NOT EXISTS (SELECT 1 FROM queue_entry WHERE incarnation IS NULL AND due_at <= now())""")) {
                return true;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return false;
    }
}
