package org.gatepost.workbench.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;


import org.gatepost.channel.NextHop;
import org.gatepost.dnslist.DnsList;
import org.gatepost.ee.store.CommitOutcome;
import org.gatepost.ee.store.CompiledPolicy;
import org.gatepost.ee.store.ContentChunks;
import org.gatepost.ee.store.JdbcTransactions;
import org.gatepost.ee.store.MessageRows;
import org.gatepost.ee.store.Migrations;
import org.gatepost.ee.store.PolicyAddresses;
import org.gatepost.ee.store.PolicyLoader;
import org.gatepost.ee.store.PolicyRows;
import org.gatepost.ee.store.StoredMessage;
import org.gatepost.ee.store.StoredPolicy;
import org.gatepost.ee.store.Sweep;
import org.gatepost.ee.store.Transactions;
import org.gatepost.ee.trace.DatabaseAlarms;
import org.gatepost.ee.trace.TraceRing;
import org.gatepost.gate.NamePolicy;
import org.gatepost.gate.PolicySnapshot;
import org.gatepost.mapping.LookupAnswer;
import org.gatepost.mail.QueueId;
import org.gatepost.queue.NewMessage;
import org.gatepost.trace.TraceEvent;
import org.gatepost.throttle.Quota;
import org.gatepost.throttle.ThrottleTable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables as migrations make them: the policy that ships compiles, the trace lies by days, what nobody needs goes. */
class SchemaIT {

    @TempDir
    Path var;
    private final Database database = Database.shared();
    private final Transactions transactions = new JdbcTransactions(database.source());

    @BeforeEach
    void empty() {
        database.empty();
    }

    @Test
    void everyColumnSaysWhatItIs() throws SQLException {
        List<String> silent = new ArrayList<>();
        try (Connection connection = database.source().getConnection(); Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT c.relname || '.' || a.attname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
                         WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
                           AND c.relname <> 'flyway_schema_history' AND col_description(c.oid, a.attnum) IS NULL ORDER BY 1""")) {
            while (row.next()) {
                silent.add(row.getString(1));
            }
        }
        assertEquals(List.of(), silent, "columns without a comment");
    }

    @Test
    void migrationsRunOnce() {
        assertEquals(0, Migrations.run(database.source(), getClass().getClassLoader()));
    }

    @Test
    void theRowsThatShipCompile() throws Exception {
        PolicySnapshot policy = compile(database.number("SELECT min(id) FROM policy_version"));
        assertEquals("tcp_local", policy.listeners().get("smtp").sourceChannel().value());
        assertEquals("tcp_submit", policy.listeners().get("submission").sourceChannel().value());
        assertEquals("tcp_submit", policy.listeners().get("submissions").sourceChannel().value());
        assertTrue(policy.listeners().values().stream().allMatch(listener -> listener.proxy().isEmpty() && listener.xclient().isEmpty()), "nobody is trusted as shipped");
        assertEquals(List.of(), policy.mappings().names());
        assertEquals(Set.of("recipients-a-day", "recipients-an-hour"), policy.throttles().ofUsers().stream().map(ThrottleTable::name).collect(Collectors.toSet()));
        assertEquals(new ThrottleTable.Kind.Throttle(new Quota(500, Duration.ofHours(1), false)), policy.throttles().tables().get("recipients-an-hour").kind());
        assertEquals(new ThrottleTable.Kind.Throttle(new Quota(2000, Duration.ofDays(1), false)), policy.throttles().tables().get("recipients-a-day").kind());
        assertEquals(4, policy.channel(PolicySnapshot.LOCAL_DELIVERY).backoff().size());
        assertEquals(Duration.ofDays(2), policy.channel(PolicySnapshot.REMOTE_DELIVERY).returnAge());
    }

    @Test
    void listsSpfRecordsAndTextsBelongToAVersion() throws Exception {
        long first = database.number("SELECT min(id) FROM policy_version");
        assertEquals(NamePolicy.NONE, compile(first).names());
        long one = database.number("SELECT policy_copy(" + first + ", 'a list', 'test')");
        database.run("INSERT INTO dns_list (version_id, name, zone, text) VALUES (" + one + ", 'zen', 'zen.example', 'ask us')");
        database.run("INSERT INTO spf_local (version_id, name, record) VALUES (" + one + ", 'example.net', 'v=spf1 -all')");
        database.run("INSERT INTO general_text VALUES (" + one + ", 'partner.example', 'gold')");
        PolicySnapshot same = compile(database.number("SELECT policy_copy(" + one + ", 'the same', 'test')"));
        assertEquals(LookupAnswer.found("gold"), same.mappings().general().call("Partner.Example"));
        NamePolicy copied = same.names();
        assertEquals(new DnsList("zen", "zen.example", DnsList.Subject.ADDRESS, false, DnsList.listings("127.0.0.0/8 refuse"), Optional.of("ask us"), false),
                copied.lists().get("zen"));
        assertEquals(Map.of("example.net", "v=spf1 -all"), copied.spfRecords().records());
    }

    @Test
    void rewriteRulesBelongToAVersion() throws Exception {
        long first = database.number("SELECT min(id) FROM policy_version");
        assertTrue(compile(first).rewriting().isEmpty());
        long one = database.number("SELECT policy_copy(" + first + ", 'rules', 'test')");
        database.run("INSERT INTO rewrite_rules (version_id, name, rules) VALUES (" + one + ", 'rules', '.  $U%$H@tcp_local-daemon')");
        assertFalse(compile(database.number("SELECT policy_copy(" + one + ", 'the same', 'test')")).rewriting().isEmpty());
    }

    @Test
    void c23ConversionEntriesBelongToAVersion() throws Exception {
        long first = database.number("SELECT min(id) FROM policy_version");
        assertEquals(List.of(), compile(first).conversions().entries());
        long one = database.number("SELECT policy_copy(" + first + ", 'conversion', 'test')");
        database.run("INSERT INTO conversion_rules (version_id, name, entries) VALUES (" + one + ", 'site', 'in-name=*.exe; delete=1')");
        assertEquals(1, compile(database.number("SELECT policy_copy(" + one + ", 'the same', 'test')")).conversions().entries().size());
    }

    @Test
    void aVersionIsCopiedChangedAndMadeActive() throws Exception {
        long first = database.number("SELECT min(id) FROM policy_version");
        long copy = database.number("SELECT policy_copy(" + first + ", 'shorter', 'test')");
        database.run("UPDATE channel SET backoff = 'PT1S' WHERE version_id = " + copy);
        database.run("INSERT INTO mapping_table VALUES (" + copy + ", 'SEND_ACCESS', '  *  $NMail$ Blocked')");
        assertEquals(List.of("SEND_ACCESS"), compile(database.number("SELECT policy_copy(" + copy + ", 'the same', 'test')")).mappings().names());
        database.number("SELECT 1 FROM (SELECT policy_activate(" + copy + ")) AS done");
        try {
            assertEquals(copy, database.number("SELECT version_id FROM active_policy"));
            assertEquals(List.of(Duration.ofSeconds(1)), compile(copy).channel(PolicySnapshot.LOCAL_DELIVERY).backoff());
            assertEquals(4, compile(first).channel(PolicySnapshot.LOCAL_DELIVERY).backoff().size());
        } finally {
            database.number("SELECT 1 FROM (SELECT policy_activate(" + first + ")) AS done");
        }
    }

    @Test
    void theTraceLiesByDaysAndOldDaysGo() throws Exception {
        LocalDate today = LocalDate.of(2031, 5, 6);
        Instant then = today.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
        TraceRing trace = TraceRing.over(database.source(), var, "node-1");
        trace.record(TraceEvent.of(TraceEvent.Kind.CONNECT, then, "came before its day\0"));
        trace.drain();
        assertEquals(1, database.count("trace_event_rest"));
        sweep(today);
        sweep(today);
        assertEquals(0, database.count("trace_event_rest"));
        trace.record(TraceEvent.of(TraceEvent.Kind.DISCONNECT, then.plusSeconds(1), "").with("octets", 7));
        trace.recordCommitted(List.of(TraceEvent.of(TraceEvent.Kind.ACCEPT, then, "")));
        trace.close();
        assertEquals(2, database.count("trace_event_20310506"));
        assertEquals(7, database.number("SELECT (details ->> 'octets')::int FROM trace_event WHERE kind = 'disconnect'"));
        assertEquals(3, Files.readAllLines(var.resolve("mail.jsonl")).size());
        sweep(today.plusDays(31));
        assertEquals(0, database.count("trace_event"));
        assertEquals(0, database.count("pg_class WHERE relname = 'trace_event_20310506'"));
    }

    @Test
    void aTraceRowThatCannotBeStoredTakesNoOtherAlong() {
        TraceRing trace = TraceRing.over(database.source(), var, "node-1");
        // Later than a timestamp can be.
        Instant never = Instant.ofEpochSecond(99_999_999_999_999L);
        for (int i = 0; i < 20; i++) {
            trace.record(TraceEvent.of(TraceEvent.Kind.CONNECT, i == 7 ? never : Instant.EPOCH.plusSeconds(i), ""));
        }
        trace.close();
        assertEquals(19, database.count("trace_event"));
        assertEquals(1, trace.dropped());
    }

    @Test
    void anAlarmThatCannotBeStoredHoldsUpNoOther() {
        DatabaseAlarms alarms = DatabaseAlarms.over(database.source(), "node-1");
        Random random = new Random(1);
        // Longer than a key of an index can be, and not to be compressed.
        alarms.raise(random.ints(20_000, ' ', 0xd7ff).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString(), "long");
        alarms.raise("directory:conflict:nul\0", "odd");
        alarms.drain();
        alarms.drain();
        assertEquals(1, database.count("alarm"));
    }

    @Test
    void alarmsAreCountedAndCleared() {
        DatabaseAlarms alarms = DatabaseAlarms.over(database.source(), "node-1");
        alarms.raise("scanner:clamd", "first");
        alarms.raise("scanner:clamd", "second");
        alarms.drain();
        alarms.raise("scanner:clamd", "third");
        alarms.drain();
        assertEquals(3, database.number("SELECT times FROM alarm WHERE text = 'third' AND cleared_at IS NULL"));
        alarms.clear("scanner:clamd");
        alarms.clear("never raised");
        alarms.drain();
        assertEquals(1, database.count("alarm WHERE cleared_at IS NOT NULL"));
        alarms.raise("scanner:clamd", "again");
        alarms.drain();
        assertEquals(1, database.number("SELECT times FROM alarm WHERE cleared_at IS NULL"));
    }

    @Test
    void piecesNobodyStoredAMessageForAreSwept() throws Exception {
        NewMessage abandoned = Messages.of(new byte[ContentChunks.CHUNK_OCTETS + 1], "alice@example.com");
        ContentChunks.write(transactions, abandoned.message().id(), abandoned.content().open());
        NewMessage stored = Messages.of(new byte[ContentChunks.CHUNK_OCTETS + 1], "alice@example.com");
        ContentChunks.write(transactions, stored.message().id(), stored.content().open());
        transactions.inOne(connection -> {
            new MessageRows("node-1").insert(connection, List.of(new StoredMessage(stored, Optional.empty(), false)), 0);
            return null;
        });
        assertEquals(0, transactions.inOne(Sweep::chunks));
        database.run("UPDATE content_chunk SET stored_at = now() - interval '2 hours'");
        assertEquals(2, transactions.inOne(Sweep::chunks));
        assertEquals(2, database.count("content_chunk WHERE message_id = '" + stored.message().id().value() + "'"));
    }

    @Test
    void theOutcomeOfATransactionCanBeAskedFor() throws SQLException {
        CommitOutcome outcome = new CommitOutcome(database.source(), Duration.ofMillis(1));
        NewMessage message = Messages.of("x\r\n", "alice@example.com");
        QueueId witness = message.message().id();
        try (Connection connection = database.source().getConnection()) {
            connection.setAutoCommit(false);
            String id = CommitOutcome.transactionId(connection);
            assertEquals(CommitOutcome.Answer.UNKNOWN, outcome.ask(id, witness));
            connection.rollback();
            assertEquals(CommitOutcome.Answer.ABORTED, outcome.ask(id, witness));
        }
        String committed = transactions.inOne(connection -> {
            new MessageRows("node-1").insert(connection, List.of(new StoredMessage(message, Optional.empty(), false)), 0);
            return CommitOutcome.transactionId(connection);
        });
        assertEquals(CommitOutcome.Answer.COMMITTED, outcome.ask(committed, witness));
    }

    @Test
    void aTransactionIdThatACrashedDatabaseGaveAgainProvesNothing() {
        CommitOutcome outcome = new CommitOutcome(database.source(), Duration.ofMillis(1));
        QueueId lost = Messages.of("x\r\n", "alice@example.com").message().id();
        assertEquals(CommitOutcome.Answer.ABORTED, outcome.ask(transactions.inOne(CommitOutcome::transactionId), lost));
        assertEquals(CommitOutcome.Answer.ABORTED, outcome.ask("99999999999", lost));
    }

    private void sweep(LocalDate today) {
        transactions.inOne(connection -> {
            Sweep.trace(connection, today, 30);
            return null;
        });
    }

    private PolicySnapshot compile(long version) throws Exception {
        PolicyRows rows;
        try (Connection connection = database.source().getConnection()) {
            rows = StoredPolicy.read(connection, version);
        }
        assertFalse(rows.listeners().isEmpty() || rows.channels().isEmpty() || rows.scanners().isEmpty(), "version " + version + " is a policy");
        PolicyAddresses addresses = new PolicyAddresses(NextHop.parse("lmtp://127.0.0.1:2424"), NextHop.parse("smtp://127.0.0.1:2526"), java.util.Map.of(), false, false);
        CompiledPolicy compiled = PolicyLoader.compile(rows, addresses, Set.of("${text}"));
        return assertInstanceOf(CompiledPolicy.Good.class, compiled, () -> compiled.toString()).snapshot();
    }
}
