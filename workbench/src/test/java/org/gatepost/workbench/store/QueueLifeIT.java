package org.gatepost.workbench.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.gatepost.dsn.Backscatter;
import org.gatepost.ee.settings.QuarantineSettings;
import org.gatepost.ee.store.AgedCopies;
import org.gatepost.ee.store.Ageing;
import org.gatepost.ee.store.JdbcTransactions;
import org.gatepost.ee.store.RerouteRows;
import org.gatepost.ee.store.RescanRows;
import org.gatepost.ee.store.ReviewRows;
import org.gatepost.ee.store.StoppedRoutes;
import org.gatepost.gate.LateScan;
import org.gatepost.mail.ChannelName;
import org.gatepost.mail.Quarantine;
import org.gatepost.queue.Route;
import org.gatepost.queue.Routing.Destination;
import org.gatepost.smtp.protocol.Mailbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the desk's verbs and the age of reports do to the rows of the queue. */
class QueueLifeIT {

    private static final Route STORE = new Route(new ChannelName("tcp_lmtpcs"), "tcp_lmtpcs");
    private static final Route REMOTE = new Route(new ChannelName("tcp_local"), "remote.example");
    private static final UUID MESSAGE = new UUID(1, 1);
    private static final UUID ENTRY = new UUID(1, 2);
    private static final UUID OTHER = new UUID(1, 3);
    private static final Mailbox JUDY = new Mailbox("judy", "example.com");

    private final Database database = Database.shared();

    @BeforeEach
    void begin() {
        database.empty();
        database.run("DELETE FROM delivery_stop", "DELETE FROM rescan");
    }

    @Test
    @DisplayName("Q08 what is stopped is known after a restart too")
    void q08WhatIsStoppedIsKnownAfterARestartToo() {
        database.run("INSERT INTO delivery_stop (channel, next_hop, stopped_by) VALUES ('tcp_local', 'remote.example', 'admin'), ('tcp_lmtpcs', '', 'admin')");
        StoppedRoutes stops = new StoppedRoutes(new JdbcTransactions(database.source()));
        assertTrue(stops.isStopped(REMOTE));
        assertTrue(stops.isStopped(STORE), "its whole channel is");
        assertFalse(stops.isStopped(new Route(REMOTE.channel(), "other.example")));
    }

    @Test
    @DisplayName("Q07 a released copy takes the way its address leads now")
    void q07AReleasedCopyTakesTheWayItsAddressLeadsNow() throws SQLException {
        message("s1", 1, 0);
        entry(ENTRY, STORE, "waiting", "", "frank@example.com", "bob@example.com");
        List<UUID> left = move(Map.of("frank@example.com", List.of(new Destination(new Mailbox("out", "remote.example"), REMOTE)),
                "bob@example.com", List.of(new Destination(new Mailbox("bob", "example.com"), STORE))));
        assertEquals(2, left.size());
        assertEquals(1, database.count("recipient r JOIN queue_entry e ON e.id = r.entry_id WHERE e.next_hop = 'remote.example' AND e.channel = 'tcp_local'"
                + " AND r.address = 'out@remote.example' AND r.presented = 'frank@example.com' AND r.notify = 'SUCCESS' AND e.due_at <= now()"));
        assertEquals(1, database.count("recipient WHERE entry_id = '" + ENTRY + "' AND address = 'bob@example.com'"));
        assertEquals(2, database.number("SELECT open_entries FROM message"));
    }

    @Test
    void anEntryEverybodyLeftGoesAndTheMessageStays() throws SQLException {
        message("s1", 1, 0);
        entry(ENTRY, STORE, "waiting", "", "frank@example.com");
        database.run("INSERT INTO recipient (entry_id, recipient_no, address, presented, state) VALUES ('" + ENTRY + "', 9, 'x@y', 'x@y', 'sent')");
        move(Map.of("frank@example.com", List.of(new Destination(new Mailbox("a", "remote.example"), REMOTE), new Destination(new Mailbox("b", "example.com"), REMOTE))));
        assertEquals(0, database.count("queue_entry WHERE id = '" + ENTRY + "'"));
        assertEquals(0, database.count("recipient WHERE entry_id = '" + ENTRY + "'"));
        assertEquals(2, database.count("recipient WHERE state = 'waiting' AND presented = 'frank@example.com'"));
        assertEquals(1, database.number("SELECT open_entries FROM message"));
    }

    @Test
    void whatHasNoOtherWayStaysAsItWas() throws SQLException {
        message("s1", 1, 0);
        entry(ENTRY, STORE, "waiting", "", "gone@example.com", "bob@example.com");
        assertEquals(List.of(ENTRY), move(Map.of("gone@example.com", List.of())));
        assertEquals(2, database.count("recipient WHERE entry_id = '" + ENTRY + "' AND state = 'waiting'"));
        assertEquals(1, database.number("SELECT open_entries FROM message"));
    }

    @Test
    void aSuppressedReportAgesOutAndTheTraceNamesTheRule() throws SQLException {
        message("dsn", 1, 8);
        entry(ENTRY, REMOTE, "held", "Backscatter", "a@remote.example");
        assertEquals(1, ageOut(7));
        assertEquals(0, database.count("message"));
        assertEquals(0, database.count("queue_entry"));
        assertEquals(0, database.count("recipient"));
        assertEquals(1, database.count("trace_event WHERE kind = 'discard' AND recipient = 'a@remote.example' AND reason = 'Backscatter: nobody reviewed the report for 7 days'"));
    }

    @Test
    void v09WhatAScriptThrewAwayAgesOutAndTheTraceNamesTheScript() throws SQLException {
        message("s1", 1, 3);
        entry(ENTRY, STORE, "held", "filter_discard", "judy@example.com");
        database.run("UPDATE recipient SET state_text = 'Sieve of system: jettison'");
        assertEquals(0, discard(Duration.ofDays(4)));
        assertEquals(1, discard(Duration.ofDays(2)));
        assertEquals(0, database.count("message"));
        assertEquals(1, database.count("trace_event WHERE kind = 'discard' AND recipient = 'judy@example.com' AND reason = 'filter_discard: Sieve of system: jettison'"));
    }

    @Test
    void v08AKindOfQuarantineAgesOutByItsOwnSettingAndTheTraceSaysWhatWasFound() throws SQLException {
        message("s1", 1, 20);
        entry(ENTRY, STORE, "held", Quarantine.SPAM.rule(), "judy@example.com");
        database.run("UPDATE recipient SET state_text = 'Sieve of engines: hold (rspamd: spam, 9.0 of 6.0)'");
        assertEquals(0, discard(Quarantine.INFECTED.rule(), Duration.ofDays(14)));
        assertEquals(0, discard(Quarantine.SPAM.rule(), Duration.ofDays(30)));
        assertEquals(1, discard(Quarantine.SPAM.rule(), Duration.ofDays(19)));
        assertEquals(0, database.count("message"));
        assertEquals(1, database.count("trace_event WHERE kind = 'discard' AND reason = 'quarantine_spam: Sieve of engines: hold (rspamd: spam, 9.0 of 6.0)'"));
    }

    /** What the node's sweep calls: every kind by its own setting, and a count of each that had any. */
    @Test
    void v08EveryKindThatIsHeldAgesOutInOneSweepAndIsCountedByItsRule() throws SQLException {
        List<String> rules = List.of(Backscatter.RULE, "filter_discard", Quarantine.INFECTED.rule(), Quarantine.SPAM.rule(), Quarantine.SUSPECT.rule(), "admin");
        message("s1", rules.size(), 20);
        for (String rule : rules) {
            entry(UUID.randomUUID(), STORE, "held", rule, "judy@example.com");
        }
        Ageing ageing = new Ageing(new JdbcTransactions(database.source()), "n1");
        QuarantineSettings kept = new QuarantineSettings(Map.of(Quarantine.INFECTED, Duration.ofDays(14), Quarantine.SPAM, Duration.ofDays(30), Quarantine.SUSPECT, Duration.ofDays(19)));
        assertEquals(Map.of(Backscatter.RULE, 1, Quarantine.INFECTED.rule(), 1, Quarantine.SUSPECT.rule(), 1), ageing.run(7, Optional.empty(), kept));
        assertEquals(Map.of("filter_discard", 1), ageing.run(7, Optional.of(Duration.ofDays(19)), kept));
        assertEquals(Map.of(), ageing.run(7, Optional.of(Duration.ofDays(19)), kept));
        assertEquals(4, database.count("trace_event WHERE kind = 'discard' AND node = 'n1'"));
        assertEquals(1, database.count("recipient WHERE state_by = 'admin'"), "what a person holds stays");
        assertEquals(1, database.count("recipient WHERE state_by = 'quarantine_spam'"), "and what is young enough");
    }

    private int discard(Duration age) throws SQLException {
        return discard("filter_discard", age);
    }

    private int discard(String rule, Duration age) throws SQLException {
        try (Connection connection = database.source().getConnection()) {
            return AgedCopies.ageOut(connection, "n1", rule, age, Optional.empty());
        }
    }

    @Test
    void whatIsYoungerOrHeldForAnotherReasonOrReleasedStays() throws SQLException {
        message("dsn", 1, 6);
        entry(ENTRY, REMOTE, "held", "Backscatter", "a@remote.example");
        assertEquals(0, ageOut(7));
        database.run("UPDATE message SET arrived_at = now() - interval '8 days'", "UPDATE recipient SET state_by = 'admin'");
        assertEquals(0, ageOut(7));
        database.run("UPDATE recipient SET state = 'waiting', state_by = ''");
        assertEquals(0, ageOut(7));
        assertEquals(1, database.count("message"));
    }

    @Test
    void f11AMessageThatWaitsForAnEngineIsOneNodesUntilItsNextTurnAndPausesGrow() throws SQLException {
        message("s1", 1, 1);
        entry(ENTRY, STORE, "held", "Rescan", "judy@example.com", "bob@example.com");
        waitsSince("1 day");
        database.run("UPDATE recipient SET state_text = 'waits for clamd[]'", "UPDATE recipient SET state_by = 'admin' WHERE address = 'bob@example.com'",
                "UPDATE message SET client_address = '192.0.2.1', client_port = 25, hello = 'c.example', tls = 'TLSv1.3 X', reverse_path = 'a@remote.example'");
        RescanRows.Due due = take().getFirst();
        assertEquals(Map.of(JUDY, "waits for clamd[]"), due.copies());
        assertEquals("a@remote.example 10 192.0.2.1 c.example TLSv1.3", due.sender().address() + ' ' + due.octets() + ' ' + due.client().orElseThrow().address() + ' '
                + due.client().orElseThrow().hello() + ' ' + due.client().orElseThrow().tls().orElseThrow().version());
        assertEquals(1, due.age().toDays());
        assertEquals(List.of(), take());
        for (long pause : List.of(120, 240, 480, 960, 1_800, 1_800)) {
            assertEquals(pause, database.number("SELECT round(extract(epoch FROM next_at - now()) / 20) * 20 FROM rescan"));
            database.run("UPDATE rescan SET next_at = now()");
            assertEquals(1, take().size());
        }
        database.run("UPDATE queue_entry SET incarnation = 7", "UPDATE rescan SET next_at = now()");
        assertEquals(List.of(), take());
        assertEquals(1, database.count("rescan WHERE next_at > now()"), "somebody works on it: another time");
        database.run("UPDATE queue_entry SET incarnation = NULL", "DELETE FROM rescan");
        waitsSince("59 seconds");
        assertEquals(List.of(), take());
        waitsSince("61 seconds");
        assertEquals(1, take().size());
    }

    @Test
    void f11WhatNobodyWaitsForAnyMoreIsForgottenAndWhatOneMessageDoesIsNothingToTheNext() throws SQLException {
        message("s1", 1, 1);
        entry(ENTRY, STORE, "held", "Rescan", "judy@example.com");
        waitsSince("1 day");
        database.run("INSERT INTO rescan (message_id, asked, next_at) SELECT gen_random_uuid(), 3, now() - interval '1 day' FROM generate_series(1, 19)");
        assertEquals(20, taken().size());
        assertEquals(1, database.count("rescan WHERE asked = 1"));
        database.run("UPDATE rescan SET next_at = now()");
        assertEquals(1, take().size());
        assertEquals(1, database.count("rescan"));
        database.run("UPDATE recipient SET state_by = 'admin'", "UPDATE rescan SET next_at = now()");
        assertEquals(List.of(), take());
        assertEquals(0, database.count("rescan"));
    }

    @Test
    void f11WhatAnEngineSaysLateReleasesOrHoldsWhatStillWaitsForIt() throws SQLException {
        message("s1", 1, 1);
        entry(ENTRY, STORE, "held", "Rescan", "judy@example.com", "bob@example.com", "alice@example.com", "eve@example.com");
        waitsSince("1 day");
        database.run("UPDATE recipient SET state_text = 'waits for clamd[]'");
        RescanRows.Due due = take().getFirst();
        database.run("UPDATE recipient SET state_by = 'admin' WHERE address = 'eve@example.com'");
        entry(OTHER, STORE, "held", "Rescan", "judy@example.com");
        database.run("UPDATE recipient SET state_text = 'waits for spamd[]' WHERE entry_id = '" + OTHER + "'");
        Map<Mailbox, LateScan.Fate> fates = Map.of(JUDY, new LateScan.Fate.Deliver("clamd: clean"), new Mailbox("bob", "example.com"), new LateScan.Fate.Hold("quarantine_infected", "infected: Eicar"),
                new Mailbox("alice", "example.com"), new LateScan.Fate.Wait(), new Mailbox("eve", "example.com"), new LateScan.Fate.Deliver("clamd: clean"));
        assertEquals(0, settle(due, "UPDATE queue_entry SET incarnation = 7", fates), "somebody works on it");
        database.run("UPDATE message SET release_at = now() + interval '1 day'");
        assertEquals(1, settle(due, "UPDATE queue_entry SET incarnation = NULL", fates));
        assertEquals(1, database.count("queue_entry WHERE due_at > now() + interval '23 hours'"), "its sender wants it held until then (RFC 4865)");
        assertEquals(1, database.count("recipient WHERE address = 'judy@example.com' AND state = 'waiting' AND state_by = ''"));
        assertEquals(1, database.count("recipient WHERE address = 'bob@example.com' AND state = 'held' AND state_by = 'quarantine_infected' AND state_text = 'infected: Eicar'"));
        assertEquals(1, database.count("recipient WHERE address = 'alice@example.com' AND state = 'held' AND state_by = 'Rescan'"));
        assertEquals(1, database.count("recipient WHERE address = 'eve@example.com' AND state = 'held' AND state_by = 'admin'"));
        assertEquals(1, database.count("recipient WHERE entry_id = '" + OTHER + "' AND state = 'held' AND state_by = 'Rescan'"), "it waits for another engine");
        assertEquals(0, database.count("queue_entry WHERE due_at <= now()"));
        assertEquals(1, database.count("trace_event WHERE kind = 'release' AND recipient = 'judy@example.com' AND reason = 'Rescan: clamd: clean'"));
        assertEquals(1, database.count("trace_event WHERE kind = 'hold' AND recipient = 'bob@example.com' AND reason = 'quarantine_infected: infected: Eicar'"));
        assertEquals(2, database.count("trace_event WHERE queue_id = '" + MESSAGE + "'"));
    }

    private void waitsSince(String time) {
        database.run("INSERT INTO rescan (message_id, next_at) VALUES ('" + MESSAGE + "', now() - interval '" + time + "') ON CONFLICT (message_id) DO UPDATE SET asked = 0, next_at = excluded.next_at");
    }

    private List<UUID> taken() {
        return new JdbcTransactions(database.source()).inOne(connection -> RescanRows.take(connection, Duration.ofMinutes(1), Duration.ofMinutes(30), 20));
    }

    private List<RescanRows.Due> take() {
        return taken().stream().flatMap(id -> new JdbcTransactions(database.source()).inOne(connection -> RescanRows.read(connection, id)).stream()).toList();
    }

    private int settle(RescanRows.Due due, String before, Map<Mailbox, LateScan.Fate> fates) {
        database.run(before);
        return new JdbcTransactions(database.source()).inOne(connection -> RescanRows.settle(connection, "n1", due, fates));
    }

    private int ageOut(int days) throws SQLException {
        try (Connection connection = database.source().getConnection()) {
            return ReviewRows.ageOut(connection, "n1", days);
        }
    }

    private List<UUID> move(Map<String, List<Destination>> ways) throws SQLException {
        try (Connection connection = database.source().getConnection()) {
            return new RerouteRows(connection, ENTRY, MESSAGE, UUID::randomUUID).move(ways);
        }
    }

    private void message(String session, int entries, int daysOld) {
        database.run("INSERT INTO message (id, arrived_at, reverse_path, body, content_octets, header_edits, session_id, transaction_no, client_address, client_port, hello,"
                + " extended, source_channel, policy_version, open_entries) VALUES ('" + MESSAGE + "', now() - interval '" + daysOld + " days', '', '7BIT', 10, '', '" + session
                + "', 0, '', 0, '', false, 'process', 1, " + entries + ")");
    }

    private void entry(UUID id, Route route, String state, String by, String... addresses) {
        database.run("INSERT INTO queue_entry (id, message_id, channel, next_hop, due_at) VALUES ('" + id + "', '" + MESSAGE + "', '" + route.channel() + "', '"
                + route.nextHop() + "', " + (state.equals("waiting") ? "now()" : "NULL") + ")");
        for (int i = 0; i < addresses.length; i++) {
            database.run("INSERT INTO recipient (entry_id, recipient_no, address, presented, notify, state, state_by) VALUES ('" + id + "', " + (i + 1) + ", '" + addresses[i]
                    + "', '" + addresses[i] + "', 'SUCCESS', '" + state + "', '" + by + "')");
        }
    }
}
